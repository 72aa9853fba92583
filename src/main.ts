import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { registerChooseTarget } from '../handlers/actions/choose-target.ts';
import { registerRollBack } from '../handlers/actions/roll-back.ts';
import { registerSecondWord } from '../handlers/actions/second-word.ts';
import { registerRollBackConfirmed } from '../handlers/views/roll-back-confirmed.ts';
import { registerBuildStep } from '../handlers/webhooks/build-step.ts';
import { renderSlot } from '../messages/slot.ts';
import { createKubernetes } from './adapters/kubernetes/index.ts';
import { createSlack, createSlackReceiver } from './adapters/slack/index.ts';
import { openStore } from './adapters/store/index.ts';
import { createAuthorise } from './app/authorise.ts';
import { createDelivery } from './app/deliver.ts';
import type { Desk } from './app/desk.ts';
import { createFetchLogs } from './app/fetch-logs.ts';
import { createFollowWorkload, type FollowWorkload } from './app/follow-workload.ts';
import { createKeepCardsInTime } from './app/keep-cards-in-time.ts';
import { createRecordBuildStep } from './app/record-build-step.ts';
import { redactObservation, redactReport } from './app/redact-foreign-text.ts';
import { createRollBack } from './app/rollback/roll-back.ts';
import { createRunRollback } from './app/rollback/run-rollback.ts';
import { createSecondWord } from './app/rollback/second-word.ts';
import { createSerial } from './app/serial.ts';
import { createSight } from './app/sight.ts';
import { createSlackHealth } from './app/slack-health.ts';
import { takeUpAgain } from './app/take-up-again.ts';
import { createTicker } from './app/ticker.ts';
import type { Config } from './config/schema.ts';
import type { StepReport } from './domain/build/build.ts';
import { environmentOf } from './domain/ownership/environment.ts';
import { protectionOf } from './domain/ownership/protection.ts';
import { createRedaction, type Redaction } from './domain/redaction/redaction.ts';
import { chooseWayInCluster } from './domain/rollback/choose-way.ts';
import { workloadKey } from './domain/rollout/workload.ts';
import { UserError } from './errors.ts';
import { createMetrics, createServer, deliveryMetrics, watchMetrics } from './http/index.ts';
import { createLogger } from './logger.ts';
import { useLinearPatterns } from './main/linear-patterns.ts';
import { permissionRules } from './main/permission-rules.ts';
import type { Log, WorkloadListener } from './ports.ts';

export interface Shipmate {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface StartOptions {
  readonly log?: Log;
  /** Multiplies how long what may pass by itself is given to pass. Default: 1. */
  readonly patience?: number;
}

const tickEveryMs = 1000;
const forgetRequestsAfterMs = 15 * 60_000;

/** Puts everything together and starts it. Rejects when the store cannot be opened or the port is taken. */
export async function startShipmate(config: Config, options: StartOptions = {}): Promise<Shipmate> {
  const log = options.log ?? createLogger(config.log);
  const clock = { now: () => Date.now() };
  const store = await openStore({ ...config.store, clock });
  const slack = createSlack({ botToken: config.slack.botToken, apiUrl: config.slack.apiUrl, log, clock });
  useLinearPatterns();
  const redaction = createRedaction(config.redaction);
  const clusters = new Map(
    config.clusters.map(({ name: cluster, connection, namespaces }) => [
      cluster,
      createKubernetes({ cluster, connection, namespaces, redaction, log, clock }),
    ]),
  );
  const watchers = [...clusters.values()].map(({ watcher }) => watcher);
  const slackHealth = createSlackHealth(slack.ping, log);

  const delivery = createDelivery({
    store,
    chat: slack.chat,
    clock,
    log,
    render: (card, slot, style) =>
      renderSlot({
        card,
        slot,
        style: config.slack.renderer === 'plain' ? 'plain' : style,
        now: clock.now(),
        teams: config.teams,
      }),
    ...(config.slack.fallbackChannel === undefined ? {} : { fallbackChannel: config.slack.fallbackChannel }),
  });
  const desk: Desk = {
    store,
    clock,
    log,
    ids: { next: () => randomBytes(12).toString('base64url') },
    serial: createSerial(),
    settings: {
      ...config.rollouts,
      ...config.rollback,
      patience: options.patience ?? 1,
      cardFreshMs: config.cards.freshForMs,
      catalog: {
        teams: config.teams,
        services: config.services,
        fallbackChannel: config.slack.fallbackChannel,
      },
      environmentOf: (cluster, namespace) => environmentOf(config.clusters, cluster, namespace),
      protectionOf: (environment) => protectionOf(config.environments, environment),
      chooseWay: chooseWayInCluster,
    },
    onCardChanged: (card) => {
      delivery.nudge();
      fetchLogs.fetchFor(card);
    },
  };
  const fetchLogs = createFetchLogs(desk, (cluster) => clusters.get(cluster)?.logs);
  const authorise = createAuthorise(slack.people, {
    teams: config.teams,
    rules: permissionRules(config.permissions),
  });
  const runRollback = createRunRollback(
    desk,
    (cluster, way) => clusters.get(cluster)?.waysBack[way],
    (ms, signal) => wait(ms, undefined, { signal }),
  );
  const rollBack = createRollBack(desk, authorise, runRollback);

  const metrics = createMetrics((error) => log.warn({ err: error }, 'a source of metrics failed'));
  metrics.add(() => deliveryMetrics(delivery.metrics(), clock.now()));
  metrics.add(() =>
    watchMetrics(
      [...clusters].flatMap(([cluster, { watcher }]) =>
        watcher.states().map((state) => ({ cluster, ...state })),
      ),
      clock.now(),
    ),
  );
  const server = createServer({
    log,
    metrics,
    health: { readiness: () => firstNotReady([slackHealth, ...watchers]) },
  });
  const receiver = createSlackReceiver({
    signingSecret: config.slack.signingSecret,
    clock,
    remember: (key) => store.rememberRequest({ key, at: clock.now() }),
    log,
  });
  const secondWord = createSecondWord(desk, authorise, runRollback);
  registerRollBack(receiver.app, { rollBack, chat: slack.chat, clock, log });
  registerChooseTarget(receiver.app, { rollBack, chat: slack.chat, clock, log });
  registerSecondWord(receiver.app, { secondWord, chat: slack.chat, log });
  registerRollBackConfirmed(receiver.app, { rollBack, log });
  const buildSteps = createRecordBuildStep(desk);
  const record = (report: StepReport) => buildSteps.record(redactReport(report, redaction));
  registerBuildStep(server, { record }, config.builds.tokens);
  await server.register(receiver.plugin);

  const followWorkload = createFollowWorkload(desk);
  const url = await listen(server, config.server);
  delivery.start();
  slackHealth.start();
  const sights = new Map(
    [...clusters].map(([cluster, { watcher }]) => {
      const { listener, whenApplied } = toListener(cluster, followWorkload, redaction, log);
      const sight = createSight({ store, cluster, toldUntil: watcher.seenUntil, whenApplied });
      watcher.start(listener);
      return [cluster, sight];
    }),
  );
  const keepInTime = createKeepCardsInTime(desk, (cluster) => sights.get(cluster)?.until());
  await takeUpAgain({ store, runRollback, fetchLogs, log });
  const ticker = createTicker(
    tickEveryMs,
    async () => {
      await keepInTime.tick();
      await followWorkload.tick();
      for (const sight of sights.values()) await sight.note();
      await runRollback.tick();
      await store.forgetRequests(clock.now() - forgetRequestsAfterMs);
    },
    log,
  );

  return {
    url,
    async close() {
      await ticker.stop();
      slackHealth.stop();
      await server.close();
      await runRollback.stop();
      await Promise.all([...sights.values()].map((sight) => sight.write()));
      await Promise.all(watchers.map((watcher) => watcher.stop()));
      await desk.serial.whenIdle();
      await fetchLogs.whenIdle();
      await delivery.stop();
      await Promise.all([...clusters.values()].map((cluster) => cluster.close()));
      await store.close();
    },
  };
}

async function listen(server: FastifyInstance, { host, port }: Config['server']): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const message = `Cannot listen on ${host}:${port} (${code}). Stop what uses the port, or change server.port.`;
    throw new UserError('listen-failed', message, { cause: error });
  }
}

interface Readiness {
  readiness(): { readonly isReady: boolean; readonly because: string };
}

function firstNotReady(parts: readonly Readiness[]): ReturnType<Readiness['readiness']> {
  const states = parts.map((part) => part.readiness());
  return states.find(({ isReady }) => !isReady) ?? { isReady: true, because: '' };
}

/** The watcher goes on whatever becomes of one look; the next one tells the same. */
function toListener(cluster: string, followWorkload: FollowWorkload, redaction: Redaction, log: Log) {
  const underWay = new Set<Promise<boolean>>();
  const track = (workload: string, work: Promise<void>) => {
    const applied = work.then(
      () => true,
      (error: unknown) => {
        log.error({ err: error, workload }, 'a look at a workload could not be applied');
        return false;
      },
    );
    underWay.add(applied);
    void applied.then(() => underWay.delete(applied));
  };
  const listener: WorkloadListener = {
    onObservation: (seen, isBaseline) =>
      track(
        workloadKey(seen.workload),
        followWorkload.observe(redactObservation(seen, redaction), isBaseline),
      ),
    onGone: (workload, uid) => track(workloadKey(workload), followWorkload.end(workload, uid)),
    onBaseline: (present) => track(cluster, followWorkload.endMissing(cluster, present)),
  };
  return { listener, whenApplied: async () => (await Promise.all(underWay)).every((isApplied) => isApplied) };
}
