import { earliestEnd } from './delivery/bound.ts';
import { play, type Run } from './delivery/play.ts';
import type { Scene } from './delivery/services.ts';
import { type Bench, percentile } from './figure.ts';

const storm: Scene = { rollouts: 200, pods: 10, channels: 40, crashingOneIn: 5, pace: 3 };
/**
 * A few, in channels of their own, that take less than half a minute: what a release costs when nothing stands in its
 * way. Counts that merely move cost one more for each half minute that it takes longer.
 */
const small: Scene = { rollouts: 3, pods: 3, channels: 3, crashingOneIn: 0, pace: 1 };
const large: Scene = { ...small, pods: 300 };

/** https://docs.slack.dev/apis/web-api/rate-limits: tier 3, as the stand-in enforces it. */
const updates = { burst: 50, perMinute: 50 };
const firstMinuteMs = 60_000;

/**
 * Many rollouts at once, against a Slack that allows one post a second and channel and 50 updates a minute: how soon
 * failures are shown, how close the ends come to what the limits allow, and what a rollout costs.
 */
export const benchDelivery: Bench = async (print) => {
  const run = await play(storm);
  const { rollouts, pods, channels } = storm;
  const circumstances = { rollouts, pods, channels };
  const delays = failureDelays(run);
  print({
    figure: 'delivery.failures_shown_p99_ms',
    value: percentile(delays, 0.99),
    failures: delays.length,
    ...circumstances,
  });
  print({ figure: 'delivery.final_state_bound_ratio', ...endRatio(run), ...circumstances });
  const limited = run.requests.filter(({ status }) => status === 429);
  const late = limited.filter(({ at }) => at - run.startedAt > firstMinuteMs);
  print({
    figure: 'delivery.self_inflicted_429',
    value: late.length,
    in_first_minute: limited.length - late.length,
    ...circumstances,
  });
  print({ figure: 'delivery.calls_per_rollout', value: callsPerRollout(run, storm), ...circumstances });
  for (const scene of [small, large]) {
    const calls = callsPerRollout(await play(scene), scene);
    print({
      figure: 'delivery.calls_per_rollout',
      value: calls,
      rollouts: scene.rollouts,
      pods: scene.pods,
      channels: scene.channels,
    });
  }
};

/** From the API server's write of a crash to Slack's showing of it, in milliseconds. */
function failureDelays({ crashedAt, failingShownAt }: Run): number[] {
  return [...crashedAt].map(([service, at]) => {
    const shownAt = failingShownAt.get(service);
    if (shownAt === undefined) throw new Error(`Slack never showed that ${service} is failing`);
    return shownAt - at;
  });
}

/** Both from the moment that the rollouts began. */
function endRatio({ startedAt, endedAt, endShownAt }: Run) {
  const shownAfterMs = Math.max(...endShownAt.values()) - startedAt;
  const boundMs = earliestEnd([...endedAt.values()], updates) - startedAt;
  return {
    value: rounded(shownAfterMs / boundMs),
    shown_after_s: rounded(shownAfterMs / 1_000),
    bound_s: rounded(boundMs / 1_000),
  };
}

function callsPerRollout({ requests }: Run, { rollouts }: Scene): number {
  return rounded(requests.length / rollouts);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
