import { setTimeout as wait } from 'node:timers/promises';
import { type Configuration, sandboxConfiguration } from '../../sandbox/configuration.ts';
import { type KubernetesStandIn, startKubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../sandbox/postgres/index.ts';
import { defaultWorkspace, type SlackStandIn, startSlackStandIn } from '../../sandbox/slack/index.ts';
import { untilAvailable } from '../../sandbox/world.ts';
import { startLink } from './link-process.ts';
import { channelNames, deployRequest, podsEach, serviceNames } from './services.ts';

/** What the replicas share. */
export interface Site {
  readonly slack: SlackStandIn;
  readonly kubernetes: KubernetesStandIn;
  readonly configuration: Configuration;
  /** Resolves when every workload has been seen, and that is stored: before that, what is new is taken as it is. */
  untilSeen(): Promise<void>;
  close(): Promise<void>;
}

const clusterToken = 'bench-cluster-token';
const database = 'bench';
const pace = 0.3;
const giveUpAfterMs = 60_000;
const pollMs = 50;

/** Every service runs v1, on a cluster, a Slack and a PostgreSQL that is `roundTripMs` away. */
export async function openSite(roundTripMs: number): Promise<Site> {
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('this bench needs PostgreSQL: apt-get install postgresql');
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const end of closing.toReversed()) await end();
  };
  try {
    const server = await startPostgres(binaries);
    closing.push(() => server.close());
    const link = await startLink({ databaseUrl: await server.createDatabase(database), roundTripMs });
    closing.push(() => link.stop());
    const slack = await startSlackStandIn({ workspace: workspace(), limits: 'real' });
    closing.push(() => slack.close());
    const kubernetes = await startKubernetesStandIn({ pace, token: clusterToken });
    closing.push(() => kubernetes.close());
    await deployAll(kubernetes);
    const configuration = configurationOf(slack, kubernetes, link.url);
    return { slack, kubernetes, configuration, untilSeen: () => untilSeen(server), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function deployAll(kubernetes: KubernetesStandIn): Promise<void> {
  const available = untilAvailable(kubernetes, serviceNames, podsEach);
  for (const service of serviceNames) {
    await kubernetes.deploy(deployRequest({ service, version: 'v1', isCrashing: false }));
  }
  await available;
}

async function untilSeen(server: PostgresServer): Promise<void> {
  const giveUpAt = performance.now() + giveUpAfterMs;
  while ((await server.query('select 1 from sightings', database)).length === 0) {
    if (performance.now() > giveUpAt) throw new Error('the first look at the cluster does not end');
    await wait(pollMs);
  }
}

function configurationOf(slack: SlackStandIn, kubernetes: KubernetesStandIn, databaseUrl: string) {
  return sandboxConfiguration({
    slackApiUrl: slack.apiUrl,
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    clusterUrl: kubernetes.url,
    clusterToken,
    buildToken: 'bench-build-token',
    database: databaseUrl,
    port: 0,
    renderer: 'plan',
    logLevel: 'fatal',
  });
}

function workspace() {
  const members = [...defaultWorkspace.people.map(({ id }) => id), defaultWorkspace.botUserId];
  const seeds = channelNames.map((name, index) => ({ id: `C0TEAM${index}`, name, members }));
  return { ...defaultWorkspace, channels: [...defaultWorkspace.channels, ...seeds] };
}
