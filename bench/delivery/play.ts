import type { RecordedRequest } from '../../sandbox/slack/index.ts';
import { openScene } from './scene.ts';
import { type Scene, servicesOf } from './services.ts';
import { watchSlack } from './watch-slack.ts';

/** Times in epoch milliseconds, by service where they are many. */
export interface Run {
  readonly startedAt: number;
  readonly crashedAt: ReadonlyMap<string, number>;
  readonly endedAt: ReadonlyMap<string, number>;
  readonly failingShownAt: ReadonlyMap<string, number>;
  readonly endShownAt: ReadonlyMap<string, number>;
  /** What the bot asked of Slack for these rollouts. */
  readonly requests: readonly RecordedRequest[];
}

const giveUpAfterMs = 10 * 60_000;

/** Rolls out v2 of every service, and ends when Slack shows the end of each. */
export async function play(scene: Scene): Promise<Run> {
  const { slack, cluster, close } = await openScene(scene);
  const shown = watchSlack(slack);
  try {
    const before = slack.requests.length;
    const startedAt = await cluster.rollOut();
    const services = servicesOf(scene);
    await slack.waitFor(() => services.every(({ name }) => shown.endedAt.has(name)), {
      what: 'the end of every rollout',
      timeoutMs: giveUpAfterMs,
    });
    return {
      startedAt,
      crashedAt: cluster.crashedAt,
      endedAt: cluster.endedAt,
      failingShownAt: shown.failingAt,
      endShownAt: shown.endedAt,
      requests: slack.requests
        .slice(before)
        // Asking whether Slack is there is no part of a rollout.
        .filter(({ method }) => method !== 'auth.test')
        .map((request) => ({ ...request, at: performance.timeOrigin + request.at })),
    };
  } finally {
    shown.stop();
    await close();
  }
}
