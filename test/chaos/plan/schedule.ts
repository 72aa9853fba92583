import type { ClusterTrouble, Kill, Plan, SlackTrouble, StormPlan, Story } from './plan.ts';

/** The plan as a person reads it, in the order in which it happens. Times are those of the run's own clock. */
export function scheduleLines(plan: Plan): readonly string[] {
  const events = [
    ...plan.slack.map((trouble) => ({ atMs: trouble.atMs, words: slackWords(trouble) })),
    ...plan.cluster.map((trouble) => ({ atMs: trouble.atMs, words: clusterWords(trouble) })),
    ...plan.kills.map((kill) => ({ atMs: kill.atMs, words: killWords(kill) })),
    ...plan.databaseRestarts.map(({ atMs, mode, downMs }) => ({
      atMs,
      words: `PostgreSQL: ${mode} stop, down for ${seconds(downMs)}`,
    })),
    { atMs: plan.peaceAtMs, words: 'peace' },
  ];
  return [
    ...(plan.storms === undefined ? [] : [stormWords(plan.storms)]),
    ...plan.stories.flatMap(storyLines),
    ...events
      .toSorted((left, right) => left.atMs - right.atMs)
      .map(({ atMs, words }) => `${seconds(atMs).padStart(8)}  ${words}`),
  ];
}

function storyLines({ service, kind, channel, replicas, isThereBefore, acts }: Story): readonly string[] {
  const before = isThereBefore ? 'v1 runs' : 'not there yet';
  return [
    `${service} (${kind}, ${replicas} replicas, ${channel}; ${before})`,
    ...acts.map(
      ({ version, behaviour, ending, isBuilt, pauseMs, dwellMs }) =>
        `    after ${seconds(pauseMs)}: ${version} ${behaviour} → ${ending}${isBuilt ? ', built' : ''}, left alone for ${seconds(dwellMs)}`,
    ),
  ];
}

function stormWords({ problems, withinMs }: StormPlan): string {
  return `storms: more than ${problems} problems within ${seconds(withinMs)} in a channel`;
}

function slackWords({ what, method, times, delayMs, forMs }: SlackTrouble): string {
  const which = method === '*' ? 'any request' : method;
  const often = forMs === undefined ? `${times} ×` : `for ${seconds(forMs)}`;
  const late = what.startsWith('late') || what === 'limited' ? `, ${seconds(delayMs)}` : '';
  return `Slack: ${what}${late}, ${often} ${which}`;
}

function clusterWords({ what, forMs, times }: ClusterTrouble): string {
  if (what === 'frozen' || what === 'down') return `cluster: ${what} for ${seconds(forMs)}`;
  if (what.startsWith('refused') || what.startsWith('lost')) return `cluster: ${what}, ${times} ×`;
  return `cluster: ${what}`;
}

function killWords({ signal, moment, bot, downMs }: Kill): string {
  return `bot ${bot}: ${signal} ${moment}, down for ${seconds(downMs)}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
