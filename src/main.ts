import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { registerChooseTarget } from '../handlers/actions/choose-target.ts';
import { registerMute } from '../handlers/actions/mute.ts';
import { registerRollBack } from '../handlers/actions/roll-back.ts';
import { registerSecondWord } from '../handlers/actions/second-word.ts';
import { registerUnlock } from '../handlers/actions/unlock.ts';
import { lockCommands, muteCommands } from '../handlers/commands/shipmate/index.ts';
import { registerShipmate } from '../handlers/commands/shipmate.ts';
import { registerRollBackConfirmed } from '../handlers/views/roll-back-confirmed.ts';
import { registerBuildStep } from '../handlers/webhooks/build-step.ts';
import { registerLockStatus } from '../handlers/webhooks/lock-status.ts';
import { createKubernetes } from './adapters/kubernetes/index.ts';
import { createSlack, createSlackReceiver } from './adapters/slack/index.ts';
import { openStore } from './adapters/store/index.ts';
import { createAnswers } from './app/answers.ts';
import { createAuthorise } from './app/authorise.ts';
import type { Desk } from './app/desk.ts';
import { createFetchLogs } from './app/fetch-logs.ts';
import { createFollowWorkload, type FollowWorkload } from './app/follow-workload.ts';
import { createKeepCardsInTime } from './app/keep-cards-in-time.ts';
import { createLocks } from './app/locks/locks.ts';
import { createKeepQuiet } from './app/quiet/keep-quiet.ts';
import { createMutes } from './app/quiet/mutes.ts';
import { createRenewCards } from './app/quiet/renew-cards.ts';
import { createRecordBuildStep } from './app/record-build-step.ts';
import { redactObservation, redactReport } from './app/redact-foreign-text.ts';
import { createAnnounceRollback } from './app/rollback/announce-rollback.ts';
import { approvedRuns, createRollBack } from './app/rollback/roll-back.ts';
import { createRunRollback } from './app/rollback/run-rollback.ts';
import { createSecondWord } from './app/rollback/second-word.ts';
import { createSerial } from './app/serial.ts';
import { createSlackHealth } from './app/slack-health.ts';
import { takeUpAgain } from './app/take-up-again.ts';
import { createTicker } from './app/ticker.ts';
import type { Config } from './config/schema.ts';
import type { StepReport } from './domain/build/build.ts';
import { environmentOf } from './domain/ownership/environment.ts';
import { protectionOf } from './domain/ownership/protection.ts';
import { createRedaction, type Redaction } from './domain/redaction/redaction.ts';
import { chooseWayInCluster } from './domain/rollback/choose-way.ts';
import { type WorkloadReference, workloadKey } from './domain/rollout/workload.ts';
import { UserError } from './errors.ts';
import { createServer } from './http/index.ts';
import { createLogger } from './logger.ts';
import { composeDelivery } from './main/delivery.ts';
import { useLinearPatterns } from './main/linear-patterns.ts';
import { composeMetrics } from './main/metrics.ts';
import { permissionRules } from './main/permission-rules.ts';
import { knownNames, muteSettings, toQuietSettings } from './main/quiet-settings.ts';
import type { Clock, Log, WorkloadListener } from './ports.ts';

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

const tickEveryMs = 1000;
const recoverAfterMs = 30_000;
const forgetRequestsAfterMs = 15 * 60_000;

/** Puts everything together and starts it. Rejects when the store cannot be opened or the port is taken. */
export async function startShipmate(config: Config, options: StartOptions = {}): Promise<Shipmate> {
  const { patience = 1, log = createLogger(config.log) } = options;
  const clock = options.clock ?? { now: () => Date.now() };
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

  const delivery = composeDelivery(config, { store, slack, clock, log });
  const ids = { next: () => randomBytes(12).toString('base64url') };
  const desk: Desk = {
    store,
    clock,
    log,
    ids,
    serial: createSerial(),
    settings: {
      ...config.rollouts,
      ...config.rollback,
      patience,
      recoverAfterMs: recoverAfterMs * patience,
      cardFreshMs: config.cards.freshForMs,
      catalog: {
        teams: config.teams,
        services: config.services,
        fallbackChannel: config.slack.fallbackChannel,
      },
      environmentOf: (cluster, namespace) => environmentOf(config.clusters, cluster, namespace),
      quiet: toQuietSettings(config),
      protectionOf: (environment) => protectionOf(config.environments, environment),
      chooseWay: chooseWayInCluster,
    },
    onMarked: () => delivery.nudge(),
    onCardChanged: (card) => {
      delivery.nudge();
      fetchLogs.fetchFor(card);
      for (const offerId of approvedRuns(card)) void runRollback.run(card.id, offerId);
      void announceRollback.consider(card);
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
  const announceRollback = createAnnounceRollback(desk, config.rollback.automatic);
  const rollBack = createRollBack(desk, authorise, runRollback);

  const metrics = composeMetrics({ delivery, slack, clusters, clock, log });
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
  const answers = createAnswers({ store, clock, ids, onStored: delivery.nudge });
  const secondWord = createSecondWord(desk, authorise, runRollback);
  const locks = createLocks(desk, authorise, knownNames(config));
  registerRollBack(receiver.app, { rollBack, chat: slack.chat, answers, clock, log });
  registerChooseTarget(receiver.app, { rollBack, chat: slack.chat, clock, log });
  registerSecondWord(receiver.app, { secondWord, answers, log });
  registerRollBackConfirmed(receiver.app, { rollBack, log });
  const renewCards = createRenewCards(desk);
  const mutes = createMutes(desk, muteSettings(config, slack.people), renewCards);
  registerMute(receiver.app, { mutes, answers, log });
  registerUnlock(receiver.app, { locks, answers, log });
  registerShipmate(receiver.app, {
    subcommands: [...muteCommands(mutes), ...lockCommands(locks)],
    answers,
    log,
  });
  const buildSteps = createRecordBuildStep(desk);
  const record = (report: StepReport) => buildSteps.record(redactReport(report, redaction));
  registerBuildStep(server, { record }, config.builds.tokens);
  registerLockStatus(server, { locks, tokens: config.builds.tokens, log });
  await server.register(receiver.plugin);

  const followWorkload = createFollowWorkload(desk);
  const keepInTime = createKeepCardsInTime(desk);
  const keepQuiet = createKeepQuiet(desk, renewCards);
  const url = await listen(server, config.server);
  delivery.start();
  slackHealth.start();
  for (const watcher of watchers) watcher.start(toListener(followWorkload, redaction, log));
  await takeUpAgain({ store, runRollback, fetchLogs, log });
  await mutes.takeUp();
  const ticker = createTicker(
    tickEveryMs,
    async () => {
      await keepInTime.tick();
      await followWorkload.tick();
      await runRollback.tick();
      await keepQuiet.tick();
      await locks.tick();
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
      await Promise.all(watchers.map((watcher) => watcher.stop()));
      await followWorkload.whenSettled();
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
function toListener(followWorkload: FollowWorkload, redaction: Redaction, log: Log): WorkloadListener {
  const note = (workload: WorkloadReference) => (error: unknown) =>
    log.error({ err: error, workload: workloadKey(workload) }, 'a look at a workload could not be applied');
  return {
    onSynced: (inventory) =>
      void followWorkload.settle(inventory).catch((error: unknown) => {
        const { cluster } = inventory;
        log.error({ err: error, cluster }, 'what went while Shipmate was away could not be found out');
      }),
    onObservation: (seen, isBaseline) =>
      void followWorkload.observe(redactObservation(seen, redaction), isBaseline).catch(note(seen.workload)),
    onGone: (workload, uid) => void followWorkload.end(workload, uid).catch(note(workload)),
  };
}
