import type { Nudge, Replica } from '../../../../ports/replica.ts';
import type { Log } from '../../../../ports.ts';
import type { PostgresSettings } from '../connection-options.ts';
import { connectReplica, type LastingConnection } from './connect.ts';
import { createElection, type Election } from './election.ts';
import { createPause } from './pause.ts';
import { countReplicas, notify, type Query, tryLocks } from './statements.ts';
import { defaultReplicaTiming, type ReplicaTiming } from './timing.ts';

export interface PostgresReplicaOptions {
  readonly settings: PostgresSettings;
  /** Names this process to people: `web-1/4711`. */
  readonly holder: string;
  readonly log: Log;
  readonly timing?: ReplicaTiming;
}

/** One connection holds all locks of this replica: when it goes, so do they, on both sides. */
export function createPostgresReplica(options: PostgresReplicaOptions): Replica {
  const { settings, holder, log, timing = defaultReplicaTiming } = options;
  const monotonicNow = () => performance.now();
  const elections = new Map<string, Election>();
  const listeners: ((nudge: Nudge) => void)[] = [];
  const untold = new Set<Nudge>();
  const pause = createPause();
  let connection: LastingConnection | undefined;
  let isClosing = false;
  let because = 'PostgreSQL has not said yet who leads.';
  let replicas = 0;

  function onWord(payload: string): void {
    if (payload === 'free') pause.end();
    if (payload === 'messages' || payload === 'rollbacks') for (const listen of listeners) listen(payload);
  }

  /** Does nothing the second time, and for a connection that another one has followed. */
  function drop(dropped: LastingConnection | undefined): void {
    dropped?.destroy();
    if (dropped === undefined || dropped !== connection) return;
    connection = undefined;
    for (const election of elections.values()) election.lose();
    pause.end();
  }

  async function beat(): Promise<void> {
    connection ??= await connectReplica(settings, timing, { onWord, onEnd: drop });
    const { query } = connection;
    const askedAt = monotonicNow();
    replicas = await countReplicas(query);
    for (const election of elections.values()) election.confirmAlive(askedAt);
    await campaign(query, askedAt);
    because = '';
  }

  async function campaign(query: Query, askedAt: number): Promise<void> {
    const waiting = [...elections.values()].filter((election) => election.isWaiting());
    if (waiting.length === 0) return;
    const won = await tryLocks(
      query,
      waiting.map(({ key }) => key),
    );
    for (const key of won) {
      await elections.get(key)?.win(query, askedAt);
      log.info({ key, holder }, 'this replica leads');
    }
  }

  /** Once for all that is nudged while the last word is on its way. */
  async function tell(nudge: Nudge): Promise<void> {
    const isOnItsWay = untold.size > 0;
    untold.add(nudge);
    if (isOnItsWay) return;
    while (connection !== undefined && untold.size > 0) {
      const [word = nudge] = untold;
      await notify(connection.query, word).catch(() => undefined);
      untold.delete(word);
    }
    untold.clear();
  }

  async function run(): Promise<void> {
    while (!isClosing) {
      try {
        await beat();
        await pause.begin(timing.beatMs);
      } catch (error) {
        if (because === '') log.warn({ err: error }, 'the connection that holds the locks was lost');
        because = 'PostgreSQL cannot be reached.';
        drop(connection);
        await pause.begin(timing.reconnectMs);
      }
    }
  }
  let running: Promise<void> | undefined;

  return {
    lead(key, candidate) {
      const onError = (error: unknown) => log.error({ err: error, key }, 'a leader could not stop cleanly');
      const election = createElection({
        key,
        candidate,
        holder,
        sureMs: timing.sureMs,
        finishMs: timing.finishMs,
        monotonicNow,
        onError,
      });
      elections.set(key, election);
      running ??= run();
      pause.end();
      return {
        isLeading: election.isLeading,
        confirm: election.confirm,
        resign: () => election.resign(() => connection?.query),
      };
    },
    nudge(nudge) {
      for (const listen of listeners) listen(nudge);
      void tell(nudge);
    },
    onNudge: (listener) => void listeners.push(listener),
    status: () => ({
      isReady: because === '',
      because,
      replicas,
      leads: [...elections.values()].filter((election) => election.isLeading()).map(({ key }) => key),
    }),
    async close() {
      // Signs of life go on meanwhile: who falls silent is taken for lost with all that it still has under way.
      await Promise.all([...elections.values()].map((each) => each.resign(() => connection?.query)));
      isClosing = true;
      pause.end();
      await running;
      await connection?.end();
    },
  };
}
