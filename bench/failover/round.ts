import { setTimeout as wait } from 'node:timers/promises';
import { type Replica, startReplica } from './replicas.ts';
import { deployRequest, planRound, type Release, releaseKey } from './services.ts';
import type { Site } from './site.ts';
import type { Shown } from './watch-slack.ts';

export interface RoundResult {
  /** From the end of the leader to the other one's leading of everything. */
  readonly takeoverMs: number;
  /** From the end of the leader until the first failure that came after it is shown. */
  readonly firstVerdictMs: number;
  /** The longest that a failure which came after the end of the leader was not shown. */
  readonly longestUnshownMs: number;
  readonly missing: readonly Release[];
  /** Who leads now. */
  readonly leader: Replica;
}

export interface RoundStart {
  readonly site: Site;
  readonly shown: Shown;
  /** By release, as `watchFailures` has it. */
  readonly crashedAt: ReadonlyMap<string, number>;
  readonly leader: Replica;
  readonly round: number;
  readonly signal: 'SIGKILL' | 'SIGTERM';
}

/** The limits of Slack alone take a minute and more for so many ends. */
const giveUpAfterMs = 180_000;
const pollMs = 20;

/** Ends the leader in the middle of rollouts, lets others fail at that moment, and waits for what is to be shown. */
export async function playRound(start: RoundStart): Promise<RoundResult> {
  const { site, shown, crashedAt, leader, round, signal } = start;
  const { before, afterwards } = planRound(round);
  const other = await startReplica(site.configuration);
  try {
    await deploy(site, before);
    const firstCrash = () => before.some((release) => crashedAt.has(releaseKey(release)));
    if (!(await cameTrue(firstCrash))) throw new Error('nothing crashed in the cluster');

    const endedAt = performance.now();
    const ending = leader.process.end(signal);
    const leading = other.untilLeading().then(() => performance.now() - endedAt);
    await deploy(site, afterwards);
    const takeoverMs = await leading;
    await ending;
    const all = [...before, ...afterwards];
    const isShown = (release: Release) => shown.verdictAt(release) !== undefined;
    await cameTrue(() => all.every(isShown));
    const failures = all.flatMap((release) => {
      const at = crashedAt.get(releaseKey(release));
      return at === undefined || at < endedAt ? [] : [{ at, shownAt: shown.verdictAt(release) ?? Infinity }];
    });
    return {
      takeoverMs,
      firstVerdictMs: Math.min(...failures.map(({ shownAt }) => shownAt)) - endedAt,
      longestUnshownMs: Math.max(...failures.map(({ at, shownAt }) => shownAt - at)),
      missing: all.filter((release) => !isShown(release)),
      leader: other,
    };
  } catch (error) {
    await other.close();
    throw error;
  } finally {
    await leader.close();
  }
}

async function deploy({ kubernetes }: Site, releases: readonly Release[]): Promise<void> {
  await Promise.all(releases.map((release) => kubernetes.deploy(deployRequest(release))));
}

async function cameTrue(condition: () => boolean): Promise<boolean> {
  const giveUpAt = performance.now() + giveUpAfterMs;
  while (!condition() && performance.now() < giveUpAt) await wait(pollMs);
  return condition();
}
