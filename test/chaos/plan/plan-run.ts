import type { Plan } from './plan.ts';
import { createRandom } from './random.ts';
import { planStories } from './stories.ts';
import { isStormy, planStorms } from './storms.ts';
import { planClusterTroubles, planDatabaseRestarts, planKills, planSlackTroubles } from './troubles.ts';

export interface PlanRequest {
  readonly seed: number;
  readonly rollouts: number;
  readonly bots: number;
  readonly hasDatabaseServer: boolean;
}

export const channels = [
  ...(['#team-payments', '#team-search', '#team-platform', '#releases'] as const),
  ...(['#shop', '#shipping'] as const),
] as const;

const second = 1_000;

/** How long things go wrong: the longer, the more rollouts there are to disturb. */
function troubledMs(rollouts: number): number {
  return 60 * second + rollouts * 3 * second;
}

/** The same seed makes the same plan, whatever else is asked for: each part draws from chance of its own. */
export function planRun({ seed, rollouts, bots, hasDatabaseServer }: PlanRequest): Plan {
  const random = createRandom(seed);
  const parts = {
    stories: random.branch(),
    slack: random.branch(),
    cluster: random.branch(),
    kills: random.branch(),
    database: random.branch(),
    storms: random.branch(),
  };
  const stormy = isStormy(seed) ? planStorms(parts.storms, channels) : undefined;
  const peaceAtMs = troubledMs(rollouts);
  return {
    seed,
    stories: planStories({ random: parts.stories, rollouts, channels: stormy?.channels ?? channels }),
    ...(stormy === undefined ? {} : { storms: stormy.storms }),
    slack: planSlackTroubles(parts.slack, peaceAtMs, 5 * second),
    cluster: planClusterTroubles(parts.cluster, peaceAtMs, 15 * second),
    kills: planKills(parts.kills, { untilMs: peaceAtMs, everyMs: 40 * second, bots }),
    databaseRestarts: hasDatabaseServer ? planDatabaseRestarts(parts.database, peaceAtMs, 60 * second) : [],
    peaceAtMs,
  };
}
