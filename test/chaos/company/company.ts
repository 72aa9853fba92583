import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configuration, sandboxConfiguration } from '../../../sandbox/configuration.ts';
import { declaredCommands } from '../../../sandbox/declared-commands.ts';
import { fastTimeFlags, type Pace } from '../../../sandbox/fast-time/pace.ts';
import { type KubernetesStandIn, startKubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import type { StormPlan, Story } from '../plan/plan.ts';
import { type ClusterClient, createClusterClient } from './cluster-client.ts';
import { type Database, type Engine, openDatabase } from './database.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createPulse } from './pulse.ts';
import { createSight, type Sight } from './sight.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { chaosWorkspace } from './workspace.ts';

export interface Company {
  readonly slack: SlackStandIn;
  readonly kubernetes: KubernetesStandIn;
  readonly client: ClusterClient;
  readonly ledger: Ledger;
  readonly sight: Sight;
  readonly bots: readonly Supervisor[];
  readonly buildToken: string;
  readonly database: Database;
  /** Nothing of it survives. */
  close(): Promise<void>;
}

export interface CompanyOptions {
  readonly channels: readonly string[];
  readonly stories: readonly Story[];
  /** Absent where everything is to be told one by one. */
  readonly storms?: StormPlan | undefined;
  readonly bots: number;
  readonly engine: Engine;
  /** How fast the bots' time runs: that of this process. */
  readonly pace: Pace;
}

const buildToken = 'chaos-build-token';
const clusterToken = 'chaos-cluster-token';

/** Without a store a bot does not start. */
const noStore = /^The store "[^"]*" at \S+ cannot be used/;

/** Without these a rollout would take as long as in earnest until it is given up. */
const rollouts = { deadline: '2m', watchAfterSuccess: '3m' } as const;

/** More than a channel of a run can have: everything is told one by one. */
const noStorms = { problems: 100 } as const;

function settingsFor(storms: StormPlan | undefined) {
  if (storms === undefined) return { rollouts, storms: noStorms };
  return { rollouts, storms: { problems: storms.problems, within: `${storms.withinMs / 1_000}s` } };
}

/** What the bot has to be told of to know how a workload stands. */
const watchedKinds = [
  ...(['deployments', 'statefulsets', 'daemonsets', 'jobs'] as const),
  ...(['replicasets', 'controllerrevisions', 'pods'] as const),
] as const;

/** A company of which every part lives in this process, but for its bots; none of them is started yet. */
export async function startCompany(options: CompanyOptions): Promise<Company> {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-chaos-'));
  const database = await openDatabase(options.engine, folder);
  const workspace = chaosWorkspace(
    options.channels,
    options.stories.map(({ service }) => service),
  );
  const slack = await startSlackStandIn({ workspace, commands: await declaredCommands(), limits: 'real' });
  const kubernetes = await startKubernetesStandIn({ token: clusterToken });
  const configuration = sandboxConfiguration({
    slackApiUrl: slack.apiUrl,
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    clusterUrl: kubernetes.url,
    clusterToken,
    buildToken,
    database: database.url,
    port: 0,
    renderer: 'plan',
    logLevel: 'info',
    services: options.stories.map(({ service, channel }) => ({ name: service, team: 'payments', channel })),
    settings: settingsFor(options.storms),
  });
  const ledger = createLedger(() => Date.now());
  kubernetes.onWrite(ledger.onWrite);
  const bots = Array.from({ length: options.bots }, () =>
    startSupervisor({ configuration, folder, slack, database, pace: options.pace }),
  );
  const ending = new AbortController();
  const sight = startSight({ kubernetes, bots, database, pace: options.pace, signal: ending.signal });

  return {
    slack,
    kubernetes,
    client: createClusterClient(kubernetes, clusterToken),
    ledger,
    sight,
    bots,
    buildToken,
    database,
    async close() {
      ending.abort();
      await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
      await Promise.all([slack.close(), kubernetes.close(), database.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** By the world's clock: what a bot must do to count as seeing. */
const pulseEveryRealMs = 100;
const pulseWithinRealMs = 300;

interface SightSurroundings {
  readonly kubernetes: KubernetesStandIn;
  readonly bots: readonly Supervisor[];
  readonly database: Database;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** The bot can see while it is told of everything, has the time to listen, and somewhere to write it down. */
function startSight({ kubernetes, bots, database, pace: { scale }, signal }: SightSurroundings): Sight {
  const isWatching = () => watchedKinds.every((kind) => kubernetes.watched().includes(kind));
  const isListening = () =>
    bots.every((bot, index) => bot.url() === undefined || pulses[index]?.isAlive() === true);
  const sight = createSight(
    () => database.isUp() && isWatching() && isListening(),
    () => Date.now(),
  );
  const pulses = bots.map((bot) =>
    createPulse({
      url: bot.url,
      everyMs: pulseEveryRealMs * scale,
      withinMs: pulseWithinRealMs * scale,
      onChange: sight.note,
      signal,
    }),
  );
  kubernetes.onWatch(sight.note);
  database.onTurn(sight.note);
  return sight;
}

interface Surroundings {
  readonly configuration: Configuration;
  readonly folder: string;
  readonly slack: SlackStandIn;
  readonly database: Database;
  readonly pace: Pace;
}

function startSupervisor({ configuration, folder, slack, database, pace }: Surroundings): Supervisor {
  return createSupervisor({
    configuration,
    folder,
    nodeFlags: fastTimeFlags(pace),
    // A database that has just been started may be too slow for a bot whose time runs fast.
    mayEnd: (lastWords) => !database.isAlwaysThere && lastWords.some((words) => noStore.test(words)),
    onUrl: (url) => slack.connect(url),
  });
}
