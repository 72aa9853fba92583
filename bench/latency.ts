import { setTimeout as wait } from 'node:timers/promises';
import type { WriteEvent } from '../sandbox/kubernetes/index.ts';
import { defaultWorkspace, type Workspace } from '../sandbox/slack/index.ts';
import { startWorld, untilAvailable, type World } from '../sandbox/world.ts';
import { type Bench, percentile } from './figure.ts';

const services = 25;
const podsEach = 4;
const samples = 40;
/** Slack allows 50 updates a minute: what is measured is Shipmate's way, not the queue behind that limit. */
const betweenSamplesMs = 6000;
const giveUpAfterMs = 60_000;

const serviceName = (index: number) => `service-${index}`;

/**
 * From the API server's write of a crashing pod to Slack's acceptance of the request that says so, with 100 pods
 * watched. The bot runs in a process of its own; both ends are read off one clock in this one.
 */
export const benchLatency: Bench = async (print) => {
  const world = await startWorld({
    pace: 0.3,
    isBotApart: true,
    slack: { workspace: workspaceWithChannels() },
    before: async ({ deploy, kubernetes }) => {
      const names = Array.from({ length: services }, (_, index) => serviceName(index));
      const available = untilAvailable(kubernetes, names, podsEach);
      for (const name of names) await deploy(request(name, 'v1', 'good'));
      await available;
    },
  });
  try {
    const measured: number[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      measured.push(
        await measure(world, serviceName(sample % services), `v${2 + Math.floor(sample / services)}`),
      );
      await wait(betweenSamplesMs);
    }
    const circumstances = { pods: services * podsEach, samples };
    print({ figure: 'latency.crash_to_slack_p50_ms', value: percentile(measured, 0.5), ...circumstances });
    print({ figure: 'latency.crash_to_slack_p99_ms', value: percentile(measured, 0.99), ...circumstances });
  } finally {
    await world.close();
  }
};

/** Deploys a version that crashes and times its way into the channel, in milliseconds. */
async function measure(world: World, name: string, version: string): Promise<number> {
  const channel = `#${name}`;
  let crashedAt: number | undefined;
  let shownAt: number | undefined;
  const stopWrites = world.kubernetes.onWrite((write) => {
    if (crashedAt === undefined && isCrash(write, name, version)) crashedAt = write.at;
  });
  const stopChanges = world.slack.onChange(() => {
    const at = performance.now();
    const isShown = world.slack
      .messages(channel)
      .some((message) => world.slack.describeMessage(message).includes(`${version} is failing`));
    if (shownAt === undefined && isShown) shownAt = at;
  });
  try {
    await world.deploy(request(name, version, 'crashing'));
    await world.slack.waitFor(() => shownAt !== undefined, {
      what: `${name} ${version} failing`,
      timeoutMs: giveUpAfterMs,
    });
  } finally {
    stopWrites();
    stopChanges();
  }
  if (crashedAt === undefined || shownAt === undefined) throw new Error(`no crash of ${name} was written`);
  return shownAt - crashedAt;
}

function isCrash({ object }: WriteEvent, name: string, version: string): boolean {
  if (object.kind !== 'Pod' || !object.metadata.name.startsWith(`${name}-`)) return false;
  const status = object.status as {
    containerStatuses?: { image: string; state?: { waiting?: { reason?: string } } }[];
  };
  return (
    status.containerStatuses?.some(
      ({ image, state }) => image.endsWith(`:${version}`) && state?.waiting?.reason === 'CrashLoopBackOff',
    ) ?? false
  );
}

function request(name: string, version: string, behaviour: 'good' | 'crashing') {
  return {
    name,
    version,
    behaviour,
    replicas: podsEach,
    annotations: { 'shipmate.dev/channel': `#${name}` },
  };
}

/** A channel for each service: one channel takes one message a second. */
function workspaceWithChannels(): Workspace {
  const members = [...defaultWorkspace.people.map(({ id }) => id), defaultWorkspace.botUserId];
  const channels = Array.from({ length: services }, (_, index) => ({
    id: `C0SERVICE${index}`,
    name: serviceName(index),
    members,
  }));
  return { ...defaultWorkspace, channels: [...defaultWorkspace.channels, ...channels] };
}
