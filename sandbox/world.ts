import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../src/config/schema.ts';
import { type Shipmate, startShipmate } from '../src/main.ts';
import type { Clock, Log } from '../src/ports.ts';
import { type BotApart, startBotProcess } from './bot-process.ts';
import { readConfiguration, sandboxConfiguration } from './configuration.ts';
import { declaredCommands } from './declared-commands.ts';
import { makeFolder } from './folder.ts';
import {
  type DeployRequest,
  type KubernetesStandIn,
  type KubernetesStandInOptions,
  startKubernetesStandIn,
} from './kubernetes/index.ts';
import { createPipeline, imageOf, type Pipeline } from './pipeline.ts';
import { type SlackStandIn, type SlackStandInOptions, startSlackStandIn } from './slack/index.ts';
import { untilReady } from './until-ready.ts';

/** A company on loopback: its Slack, its cluster, its pipeline, and the real bot between them. */
export interface World {
  readonly slack: SlackStandIn;
  readonly kubernetes: KubernetesStandIn;
  readonly pipeline: Pipeline;
  readonly bot: Shipmate;
  /** With it `shipmate` works on the configuration of a bot apart, and beside it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What a pipeline reports with, for every service. */
  readonly buildToken: string;
  /** Deploys as CI does, with the labels by which the service is owned. */
  deploy(request: Partial<DeployRequest> & Pick<DeployRequest, 'version' | 'behaviour'>): Promise<void>;
  stopBot(): Promise<void>;
  /** Kills a bot apart, in the middle of whatever it does. */
  killBot(): Promise<void>;
  /** Starts the bot again on what it stored. */
  startBot(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** 1 is a person's pace; 0.1 ten times as fast. */
  readonly pace?: number;
  readonly limits?: SlackStandInOptions['limits'];
  readonly slack?: Omit<SlackStandInOptions, 'limits'>;
  readonly kubernetes?: Omit<KubernetesStandInOptions, 'pace' | 'token'>;
  readonly renderer?: 'plan' | 'plain';
  readonly port?: number;
  readonly log?: Log;
  /** 0.1 lets the bot wait a tenth of the time for what may pass by itself. Not for a bot apart. Default: 1. */
  readonly patience?: number;
  /** What time it is for the bot. Not for a bot apart. Default: the machine's. */
  readonly clock?: Clock;
  /** Lets kubectl in without a token, as a cluster never should. */
  readonly isClusterOpen?: boolean;
  /** Runs the bot as `shipmate serve` in a process of its own; `log` and `configure` are not for it. */
  readonly isBotApart?: boolean;
  /** False for a bot that is configured so that it cannot become ready. Default: true. */
  readonly isReadyAwaited?: boolean;
  /** Further keys of shipmate.yaml. */
  readonly settings?: Readonly<Record<string, object>>;
  readonly configure?: (config: Config) => Config;
  /** What runs before the bot is started. Default: v41 of payments-api, healthy. */
  readonly before?: (world: Pick<World, 'deploy' | 'kubernetes'>) => Promise<void>;
}

const buildToken = 'sandbox-build-token';
const clusterToken = 'sandbox-cluster-token';

/** Starts everything on free ports of loopback. Nothing of it survives `close`. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { pace = 1, limits = 'real', renderer = 'plan', port = 0 } = options;
  const folder = await makeFolder();
  const slack = await startSlackStandIn({ commands: await declaredCommands(), ...options.slack, limits });
  const kubernetes = await startKubernetesStandIn({
    ...options.kubernetes,
    pace,
    ...(options.isClusterOpen === true ? {} : { token: clusterToken }),
  });
  const configuration = sandboxConfiguration({
    slackApiUrl: slack.apiUrl,
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    clusterUrl: kubernetes.url,
    clusterToken,
    buildToken,
    database: join(folder, 'shipmate.sqlite'),
    port,
    renderer,
    logLevel: 'warn',
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const configured = readConfiguration(configuration);
  const config = options.configure?.(configured) ?? configured;

  const deploy: World['deploy'] = (request) => {
    const name = request.name ?? 'payments-api';
    return kubernetes.deploy({
      namespace: 'prod',
      name,
      replicas: 3,
      image: imageOf(name, request.version),
      labels: { 'app.kubernetes.io/name': name },
      ...request,
    });
  };
  await (options.before ?? runningV41)({ deploy, kubernetes });

  let bot: Shipmate | BotApart | undefined;
  async function startBot(): Promise<void> {
    bot = await (options.isBotApart === true
      ? startBotProcess({ configuration, folder })
      : startShipmate(config, {
          ...(options.log === undefined ? {} : { log: options.log }),
          ...(options.patience === undefined ? {} : { patience: options.patience }),
          ...(options.clock === undefined ? {} : { clock: options.clock }),
        }));
    slack.connect(bot.url);
    // What changes before the first look is complete belongs to the state that it finds, and is no news.
    if (options.isReadyAwaited !== false) await untilReady(bot.url);
  }
  async function stopBot(): Promise<void> {
    await bot?.close();
    bot = undefined;
  }
  async function killBot(): Promise<void> {
    if (bot === undefined || !('kill' in bot)) throw new Error('only a bot apart can be killed');
    await bot.kill();
    bot = undefined;
  }
  function running(): Shipmate {
    if (bot === undefined) throw new Error('the bot does not run');
    return bot;
  }
  await startBot();

  return {
    slack,
    kubernetes,
    buildToken,
    pipeline: createPipeline({ botUrl: () => running().url, token: buildToken, pace }),
    get bot() {
      return running();
    },
    deploy,
    startBot,
    stopBot,
    killBot,
    environment: { ...configuration.env, SHIPMATE_CONFIG: join(folder, 'shipmate.yaml') },
    async close() {
      await stopBot();
      await Promise.all([slack.close(), kubernetes.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function runningV41({ deploy, kubernetes }: Pick<World, 'deploy' | 'kubernetes'>): Promise<void> {
  const available = untilAvailable(kubernetes, ['payments-api'], 3);
  await deploy({ version: 'v41', behaviour: 'good' });
  await available;
}

const deployable: ReadonlySet<string> = new Set(['Deployment', 'Rollout']);

/** Resolves when each of the Deployments or Argo Rollouts has this many pods that serve. To be called before they are deployed. */
export function untilAvailable(
  kubernetes: KubernetesStandIn,
  names: readonly string[],
  replicas: number,
): Promise<void> {
  const waiting = new Set(names);
  return new Promise((resolve) => {
    const stop = kubernetes.onWrite(({ object }) => {
      const status = object.status as { availableReplicas?: number } | undefined;
      if (deployable.has(object.kind) && status?.availableReplicas === replicas)
        waiting.delete(object.metadata.name);
      if (waiting.size > 0) return;
      stop();
      resolve();
    });
  });
}
