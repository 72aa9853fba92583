import { createKubernetes } from './adapters/kubernetes/index.ts';
import { createSlack } from './adapters/slack/index.ts';
import { createAuthorise } from './app/authorise.ts';
import type { Inbox } from './app/inbox.ts';
import { createSlackHealth } from './app/slack-health.ts';
import type { Config } from './config/schema.ts';
import { createRedaction } from './domain/redaction/redaction.ts';
import { createServer } from './http/index.ts';
import { createLogger } from './logger.ts';
import { composeDesk } from './main/desk.ts';
import { type Duties, takeDuties } from './main/duties.ts';
import { mountEdges } from './main/edges.ts';
import { composeGitHub } from './main/github.ts';
import { useLinearPatterns } from './main/linear-patterns.ts';
import { listen } from './main/listen.ts';
import { composeMetrics } from './main/metrics.ts';
import { openStoreAndReplica } from './main/open.ts';
import { permissionRules } from './main/permission-rules.ts';
import { composeWaysElsewhere } from './main/ways-elsewhere.ts';
import type { Clock, Log } from './ports.ts';

export interface Shipmate {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface StartOptions {
  readonly log?: Log;
  /** Multiplies how long what may pass by itself is given to pass. Default: 1. */
  readonly patience?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Puts everything together and starts it. Rejects when the store cannot be opened or the port is taken. */
export async function startShipmate(config: Config, options: StartOptions = {}): Promise<Shipmate> {
  const log = options.log ?? createLogger(config.log);
  const clock = options.clock ?? { now: () => Date.now() };
  const github = composeGitHub(config.rollback.github, { log, clock });
  const { store, replica } = await openStoreAndReplica(config, { clock, log });
  const slack = createSlack({ botToken: config.slack.botToken, apiUrl: config.slack.apiUrl, log, clock });
  useLinearPatterns();
  const redaction = createRedaction(config.redaction);
  const { readsAtOnce, timeoutMs, fileBytes } = config.containerLogs;
  const logLimits = { fetches: readsAtOnce, timeoutMs, maxBytes: fileBytes };
  const clusters = new Map(
    config.clusters.map(({ name: cluster, connection, namespaces }) => [
      cluster,
      createKubernetes({ cluster, connection, namespaces, redaction, logLimits, log, clock }),
    ]),
  );
  const slackHealth = createSlackHealth(slack.ping, log);
  let duties: Duties | undefined;
  let inbox: Inbox | undefined;
  const desk = composeDesk(config, {
    store,
    clock,
    log,
    patience: options.patience ?? 1,
    onCardChanged: (card) => duties?.onCardChanged(card),
    onMarked: () => duties?.onMarked(),
  });
  const waysElsewhere = composeWaysElsewhere(config.rollback, { clock, github });
  const authorise = createAuthorise(slack.people, {
    teams: config.teams,
    rules: permissionRules(config.permissions),
  });
  const server = createServer({
    log,
    metrics: composeMetrics({
      delivery: () => duties?.deliveryMetrics(),
      inbox: () => inbox?.metrics(),
      storeSize: () => duties?.storeSize(),
      replica,
      slack,
      clusters,
      clock,
      log,
    }),
    health: {
      readiness: () => firstNotReady([slackHealth, { readiness: replica.status }, duties ?? notYet]),
      details: () => ({ leads: replica.status().leads, replicas: replica.status().replicas }),
    },
  });
  const received = await mountEdges(server, config, { desk, slack, authorise, redaction, replica, github });
  inbox = received;

  async function close(): Promise<void> {
    slackHealth.stop();
    // Both at once: another replica goes on while the last requests are answered here.
    await Promise.all([server.close().then(received.stop), replica.close()]);
    await desk.serial.whenIdle();
    await Promise.all([...[...clusters.values()].map((cluster) => cluster.close()), github?.close()]);
    await store.close();
  }
  try {
    const url = await listen(server, config.server);
    // A file is ours alone: whoever held something in it has gone.
    if (config.store.path !== undefined) await store.inbox.release();
    received.start();
    slackHealth.start();
    duties = takeDuties({ config, desk, slack, authorise, clusters, redaction, replica, waysElsewhere });
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Readiness {
  readiness(): { readonly isReady: boolean; readonly because: string };
}

const notYet: Readiness = { readiness: () => ({ isReady: false, because: 'Shipmate is starting.' }) };

function firstNotReady(parts: readonly Readiness[]): ReturnType<Readiness['readiness']> {
  const states = parts.map((part) => part.readiness());
  return states.find(({ isReady }) => !isReady) ?? { isReady: true, because: '' };
}
