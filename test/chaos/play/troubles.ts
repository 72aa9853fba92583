import type { Fault } from '../../../sandbox/slack/index.ts';
import type { ClusterTrouble, DatabaseRestart, SlackTrouble } from '../plan/plan.ts';
import { pause } from './pause.ts';
import type { RunContext } from './run-context.ts';

const slackFaults: Readonly<Record<SlackTrouble['what'], (delayMs: number) => Omit<Fault, 'method'>>> = {
  limited: (delayMs) => ({ retryAfter: Math.ceil(delayMs / 1_000) }),
  'error-500': () => ({ status: 500 }),
  'error-503': () => ({ status: 503 }),
  hang: () => ({ hang: true }),
  reset: () => ({ reset: true }),
  'lost-answer': () => ({ dropAfterAccept: true }),
  'late-answer': (delayMs) => ({ answerDelayMs: delayMs }),
  late: (delayMs) => ({ delayMs }),
};

export async function playSlackTroubles(
  context: RunContext,
  troubles: readonly SlackTrouble[],
): Promise<void> {
  await Promise.all(troubles.map((trouble) => strikeSlack(context, trouble)));
}

async function strikeSlack(context: RunContext, trouble: SlackTrouble): Promise<void> {
  const { what, method, times, delayMs, forMs } = trouble;
  await pause(trouble.atMs - context.elapsed(), context.signal);
  const takeBack = context.slack.faults.next({ method, times, ...slackFaults[what](delayMs) });
  if (forMs === undefined) return;
  await pause(forMs, context.signal);
  takeBack();
}

const isBots = ({ userAgent }: { userAgent: string }) => userAgent === 'shipmate';

const clusterStrikes: Readonly<
  Record<ClusterTrouble['what'], (context: RunContext, trouble: ClusterTrouble) => Promise<void> | void>
> = {
  'reset-watches': ({ kubernetes }) => kubernetes.faults.dropWatches(),
  'end-watches': ({ kubernetes }) => kubernetes.faults.endWatches(),
  gone: ({ kubernetes }) => kubernetes.faults.errorInWatches(410),
  'gone-at-resume': ({ kubernetes }) => {
    kubernetes.faults.expireHistory();
    kubernetes.faults.dropWatches();
  },
  'error-in-watches': ({ kubernetes }) => kubernetes.faults.errorInWatches(500),
  garbage: ({ kubernetes }) => kubernetes.faults.malformedLine(),
  'half-open': ({ kubernetes }) => kubernetes.faults.abandonWatches(),
  async frozen({ kubernetes, signal }, { forMs }) {
    kubernetes.faults.freeze();
    await pause(forMs, signal);
    kubernetes.faults.thaw();
  },
  async down({ kubernetes, signal }, { forMs }) {
    kubernetes.faults.refuse(true);
    await pause(forMs, signal);
    kubernetes.faults.refuse(false);
  },
  'refused-reads': ({ kubernetes }, { times }) =>
    kubernetes.faults.next({ match: (facts) => isBots(facts) && facts.method === 'GET', status: 503, times }),
  'refused-patches': ({ kubernetes }, { times }) =>
    kubernetes.faults.next({
      match: (facts) => isBots(facts) && facts.method === 'PATCH',
      status: 500,
      times,
    }),
  'lost-patch-answers': ({ kubernetes }, { times }) => kubernetes.faults.hangAfterPatch(times),
};

export async function playClusterTroubles(
  context: RunContext,
  troubles: readonly ClusterTrouble[],
): Promise<void> {
  await Promise.all(
    troubles.map(async (trouble) => {
      await pause(trouble.atMs - context.elapsed(), context.signal);
      await clusterStrikes[trouble.what](context, trouble);
    }),
  );
}

/** One after the other: what is down cannot be stopped. */
export async function playDatabaseRestarts(
  { database, elapsed, note, signal }: RunContext,
  restarts: readonly DatabaseRestart[],
): Promise<void> {
  for (const { atMs, mode, downMs } of restarts) {
    await pause(atMs - elapsed(), signal);
    note(`PostgreSQL ends (${mode})`);
    await database.restart(mode, downMs);
    note('PostgreSQL is there again');
  }
}
