import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../src/errors.ts';
import type { Behaviour } from './kubernetes/index.ts';
import type { Deployer } from './page/deployer.ts';
import { type Page, startPage } from './page/server.ts';
import { welcome } from './welcome.ts';
import { startWorld, untilAvailable, type World } from './world.ts';

const services = ['payments-api', 'search-api'] as const;

/** In the order of the page's panel: the first five are shown, the rest is folded away. */
const behaviours: readonly { id: Behaviour | 'lost-node'; label: string; what: string }[] = [
  { id: 'good', label: 'Good', what: 'Three pods become ready one after another.' },
  { id: 'crashing', label: 'Crashing', what: 'The process ends with code 1 right after its start.' },
  { id: 'slow', label: 'Slow', what: 'Each pod takes a while to become ready.' },
  { id: 'misconfigured', label: 'Misconfigured', what: 'It needs a key that its ConfigMap does not have.' },
  { id: 'missing-image', label: 'Missing image', what: 'The image was never pushed.' },
  { id: 'oom', label: 'Out of memory', what: 'The kernel kills it at its memory limit.' },
  { id: 'crash-later', label: 'Crashes later', what: 'It becomes ready, and crashes after a while.' },
  { id: 'missing-secret', label: 'Missing Secret', what: 'It needs a Secret that does not exist.' },
  { id: 'never-ready', label: 'Never ready', what: 'It runs, and its readiness probe fails.' },
  { id: 'crashing-init', label: 'Crashing init container', what: 'Its init container ends with an error.' },
  { id: 'hanging', label: 'Hangs', what: 'It does not answer, and its liveness probe ends it.' },
  { id: 'quota', label: 'Over quota', what: 'The namespace has no room for its pods.' },
  { id: 'set-quota', label: 'No ReplicaSet', what: 'The namespace may have no more ReplicaSets.' },
  { id: 'autoscaled', label: 'Blind autoscaler', what: 'It is good, and its autoscaler gets no metrics.' },
  { id: 'lost-node', label: 'On a lost node', what: 'It is good, and node-b is not heard of for a minute.' },
  { id: 'hostile-log', label: 'Hostile log', what: 'Its log tries to ping everyone.' },
  { id: 'leaky-log', label: 'Leaky log', what: 'Its log prints a password, a token and a key.' },
  { id: 'json-log', label: 'JSON log', what: 'It crashes, and its log is JSON with a stack trace in it.' },
  { id: 'crashing-sidecar', label: 'Crashing sidecar', what: 'It waits for a proxy beside it that crashed.' },
  { id: 'binary-log', label: 'Binary log', what: 'Its log is no text.' },
  { id: 'giant-line', label: 'Giant log line', what: 'Its log is one line of 10 MB.' },
];

/** The sandbox with its page, until Ctrl-C. Answers the exit code. Throws UserError when the port cannot be had. */
export async function runBrowserSandbox(port: number): Promise<number> {
  const world = await startWorld({
    isClusterOpen: true,
    before: async ({ deploy, kubernetes }) => {
      const available = untilAvailable(kubernetes, services, 3);
      for (const name of services) await deploy({ name, version: 'v41', behaviour: 'good' });
      await available;
    },
  });
  const page = await openPage(world, port);
  const { kubernetes, bot, buildToken } = world;
  process.stdout.write(
    welcome({ pageUrl: page.url, clusterUrl: kubernetes.url, botUrl: bot.url, buildToken }),
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await page.close();
  await world.close();
  return 0;
}

async function openPage(world: World, port: number): Promise<Page> {
  try {
    return await startPage({ slack: world.slack, deployer: createDeployer(world), port });
  } catch (error) {
    await world.close();
    const why = portTroubles[String(error instanceof Error && 'code' in error ? error.code : '')];
    if (why === undefined) throw error;
    const otherPort = port >= 1024 && port < 65_535 ? port + 1 : 4001;
    const message = `Port ${port} ${why}; choose another one, such as: npm run sandbox -- --port ${otherPort}`;
    throw new UserError('port-unavailable', message, { cause: error });
  }
}

const portTroubles: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use, perhaps by another sandbox',
  EACCES: 'may not be opened by this user',
};

const lostForMs = 60_000;

/** The scheduler takes a moment to place the first pods, of which the node should have some. */
async function loseNode({ kubernetes }: World): Promise<void> {
  await wait(1_000);
  await kubernetes.node('node-b', 'lost');
  setTimeout(() => void kubernetes.node('node-b'), lostForMs).unref();
}

/** Versions count up from the one that runs at the start. */
export function createDeployer(world: World): Deployer {
  const last = new Map<string, number>();
  const nextVersion = (service: string) => {
    const number = (last.get(service) ?? 41) + 1;
    last.set(service, number);
    return `v${number}`;
  };

  return {
    options: () => ({
      services: [...services],
      environments: ['prod'],
      behaviours: behaviours.map((each) => ({ ...each })),
    }),
    async deploy(service, id) {
      const behaviour = behaviours.find((each) => each.id === id);
      if (behaviour === undefined) throw new Error(`There is no behaviour ${id}.`);
      const what = behaviour.id === 'lost-node' ? 'good' : behaviour.id;
      await world.deploy({ name: service, version: nextVersion(service), behaviour: what });
      if (behaviour.id === 'lost-node') await loseNode(world);
    },
    async push(service) {
      const version = nextVersion(service);
      const title = 'Retry card captures';
      await world.pipeline.build({ service, version, title, author: 'Ada', authorEmail: 'ada@acme.example' });
      const holder = await world.pipeline.heldBy(service, 'prod');
      if (holder !== undefined) {
        const where = `${service} in prod`;
        throw new Error(
          `The pipeline did not deploy ${version}: ${where} is locked (${holder}). /shipmate unlock ${where}, and push again.`,
        );
      }
      await world.deploy({ name: service, version, behaviour: 'good' });
    },
  };
}
