import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type BotProcess, spawnBot } from '../../../sandbox/bot-process.ts';
import {
  type Configuration,
  readConfiguration,
  sandboxConfiguration,
} from '../../../sandbox/configuration.ts';
import { declaredCommands } from '../../../sandbox/declared-commands.ts';
import {
  type DeployRequest,
  type KubernetesStandIn,
  startKubernetesStandIn,
} from '../../../sandbox/kubernetes/index.ts';
import { imageOf } from '../../../sandbox/pipeline.ts';
import { type SlackStandIn, type StoredMessage, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { untilReady } from '../../../sandbox/until-ready.ts';
import { untilAvailable } from '../../../sandbox/world.ts';
import { type Shipmate, startShipmate } from '../../../src/main.ts';
import { until } from '../../until.ts';
import { paymentsChannel } from '../dialogue.ts';

export interface Replica extends Shipmate {
  /** What its /readyz says. */
  state(): Promise<ReplicaState>;
}

export interface ReplicaState {
  readonly status: string;
  readonly leads: readonly string[];
  readonly replicas: number;
}

export interface ReplicaProcess extends Replica {
  readonly process: BotProcess;
}

/** One company with one PostgreSQL, and as many replicas as the test starts. */
export interface Company {
  readonly slack: SlackStandIn;
  readonly kubernetes: KubernetesStandIn;
  readonly configuration: Configuration;
  /** In this process; ready. */
  startReplica(): Promise<Replica>;
  /** In a process of its own; ready. */
  spawnReplica(): Promise<ReplicaProcess>;
  deploy(version: string, behaviour: DeployRequest['behaviour']): Promise<void>;
  /** The first message of the channel that says all of this. */
  card(...texts: readonly string[]): Promise<StoredMessage>;
}

const clusterToken = 'sandbox-cluster-token';
/** All that is led by one replica at a time. */
export const everything = ['clock', 'cluster sandbox', 'delivery'];

export interface CompanyOptions {
  readonly pace?: number;
  /** Flux applies payments-api, and may be suspended for so long: `1h`. Default: a pipeline deploys it. */
  readonly suspendFluxFor?: string;
}

/** Starts with v41 of payments-api running. Everything ends with the test. */
export async function startCompany(
  database: string,
  { pace = 0.1, suspendFluxFor }: CompanyOptions = {},
): Promise<Company> {
  const slack = await startSlackStandIn({ commands: await declaredCommands(), limits: 'off' });
  onTestFinished(() => slack.close());
  const kubernetes = await startKubernetesStandIn({
    ...{ pace, token: clusterToken },
    flux: suspendFluxFor !== undefined,
  });
  onTestFinished(() => kubernetes.close());
  const configuration = sandboxConfiguration({
    slackApiUrl: slack.apiUrl,
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    clusterUrl: kubernetes.url,
    clusterToken,
    buildToken: 'sandbox-build-token',
    database,
    port: 0,
    renderer: 'plan',
    logLevel: 'fatal',
    ...(suspendFluxFor === undefined ? {} : { settings: { rollback: { suspendFluxFor } } }),
  });
  const deploy: Company['deploy'] = async (version, behaviour) => {
    const request: DeployRequest = {
      namespace: 'prod',
      name: 'payments-api',
      replicas: 3,
      image: imageOf('payments-api', version),
      labels: { 'app.kubernetes.io/name': 'payments-api' },
      version,
      behaviour,
    };
    if (suspendFluxFor === undefined) await kubernetes.deploy(request);
    else await kubernetes.flux.release(request);
  };
  const available = untilAvailable(kubernetes, ['payments-api'], 3);
  await deploy('v41', 'good');
  await available;

  return {
    slack,
    kubernetes,
    configuration,
    deploy,
    async startReplica() {
      const bot = await startShipmate(readConfiguration(configuration));
      let isClosed = false;
      const close = async () => {
        if (!isClosed) await bot.close();
        isClosed = true;
      };
      onTestFinished(close);
      await untilReady(bot.url);
      return { ...withState(bot.url), close };
    },
    async spawnReplica() {
      const folder = await mkdtemp(join(tmpdir(), 'shipmate-replica-'));
      const process = await spawnBot({ configuration, folder, onLog: () => undefined });
      onTestFinished(async () => {
        await process.end('SIGKILL');
        await rm(folder, { recursive: true, force: true });
      });
      const url = await process.url;
      await untilReady(url, () => !process.isRunning());
      return { ...withState(url), process, close: async () => void (await process.end('SIGTERM')) };
    },
    card: (...texts) =>
      slack.waitFor(
        () =>
          slack
            .messages(paymentsChannel)
            .filter((message) => texts.every((text) => slack.describeMessage(message).includes(text)))
            .map((message) => ({ ...message }))[0],
        { what: texts.join(' + '), timeoutMs: 20_000 },
      ),
  };
}

function withState(url: string) {
  return {
    url,
    async state(): Promise<ReplicaState> {
      const answer = await fetch(`${url}/readyz`);
      return (await answer.json()) as ReplicaState;
    },
  };
}

/** Resolves when this replica leads everything. */
export async function untilLeading(replica: Replica): Promise<void> {
  await until(async () => (await replica.state()).leads.toSorted().join() === everything.join(), 20_000);
}
