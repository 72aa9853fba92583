import { setTimeout as wait } from 'node:timers/promises';
import type { WriteEvent } from '../sandbox/kubernetes/index.ts';
import { imageOf } from '../sandbox/pipeline.ts';
import { defaultWorkspace, type StoredMessage, type Workspace } from '../sandbox/slack/index.ts';
import { startWorld, untilAvailable, type World } from '../sandbox/world.ts';
import { type Bench, percentile } from './figure.ts';

const services = 30;
const podsEach = 3;
const ada = 'U0ADA';
/** Slack allows 50 updates a minute, and one rollback takes several: what is measured is not the queue behind that. */
const betweenSamplesMs = 9_000;
const giveUpAfterMs = 60_000;

const serviceName = (index: number) => `service-${index}`;

/**
 * How long Roll Back takes that is Shipmate's own: from the confirmed click to the patch on the wire, and from the API
 * server's word that the target is healthy to Slack's acceptance of the message that says so. The bot runs in a process
 * of its own; all ends are read off one clock in this one.
 */
export const benchRollback: Bench = async (print) => {
  const names = Array.from({ length: services }, (_, index) => serviceName(index));
  const world = await startWorld({
    pace: 0.3,
    isBotApart: true,
    slack: { workspace: workspaceWithChannels(names) },
    before: async ({ deploy, kubernetes }) => {
      const available = untilAvailable(kubernetes, names, podsEach);
      for (const name of names) await deploy(request(name, 'v1', 'good'));
      await available;
    },
  });
  try {
    const taken: Taken[] = [];
    for (const name of names) {
      taken.push(await measure(world, name));
      await wait(betweenSamplesMs);
    }
    const circumstances = { rollbacks: taken.length, pods: services * podsEach };
    const figures = {
      click_to_patch: taken.map(({ clickToPatch }) => clickToPatch),
      healthy_to_card: taken.map(({ healthyToCard }) => healthyToCard),
    };
    for (const [name, values] of Object.entries(figures)) {
      print({ figure: `rollback.${name}_p50_ms`, value: percentile(values, 0.5), ...circumstances });
      print({ figure: `rollback.${name}_p99_ms`, value: percentile(values, 0.99), ...circumstances });
    }
  } finally {
    await world.close();
  }
};

/** In milliseconds. */
interface Taken {
  readonly clickToPatch: number;
  readonly healthyToCard: number;
}

/** Deploys a version that crashes, and takes it back by the button. */
async function measure(world: World, name: string): Promise<Taken> {
  const { slack, kubernetes } = world;
  const channel = `#${name}`;
  await world.deploy(request(name, 'v2', 'crashing'));
  const button = 'Roll back to v1';
  const card = await slack.waitFor(() => cardWith(world, channel, ['v2 is failing', button]), {
    what: `${name} v2 failing`,
    timeoutMs: giveUpAfterMs,
  });
  await slack.as(ada).click({ channel, ts: card.ts, buttonText: button });
  await slack.waitFor(() => slack.views(ada).length > 0, { what: 'the modal', timeoutMs: giveUpAfterMs });

  let patchedAt: number | undefined;
  let healthyAt: number | undefined;
  let shownAt: number | undefined;
  const stopWrites = kubernetes.onWrite((write) => {
    if (!isBack(write, name)) return;
    patchedAt ??= write.at;
    if (isHealthy(write)) healthyAt ??= write.at;
  });
  const stopChanges = slack.onChange(() => {
    const at = performance.now();
    if (cardWith(world, channel, ['olled back by', `${podsEach} of ${podsEach} pods on v1`]) !== undefined) {
      shownAt ??= at;
    }
  });
  try {
    const clickedAt = performance.now();
    await slack.as(ada).submit();
    await slack.waitFor(() => shownAt !== undefined, {
      what: `${name} back on v1`,
      timeoutMs: giveUpAfterMs,
    });
    if (patchedAt === undefined || healthyAt === undefined || shownAt === undefined) {
      throw new Error(`the cluster never wrote that ${name} is back`);
    }
    return { clickToPatch: patchedAt - clickedAt, healthyToCard: shownAt - healthyAt };
  } finally {
    stopWrites();
    stopChanges();
  }
}

function cardWith({ slack }: World, channel: string, texts: readonly string[]): StoredMessage | undefined {
  return slack
    .messages(channel)
    .find((message) => texts.every((text) => slack.describeMessage(message).includes(text)));
}

interface DeploymentParts {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { image: string }[] } };
  };
  readonly metadata: { readonly generation?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly replicas?: number;
  };
}

/** Whether the Deployment has its old template again. */
function isBack({ object }: WriteEvent, name: string): boolean {
  if (object.kind !== 'Deployment' || object.metadata.name !== name) return false;
  const { spec } = object as unknown as DeploymentParts;
  return spec.template.spec.containers.some(({ image }) => image === imageOf(name, 'v1'));
}

/** As `kubectl rollout status` has it: all pods are of the new template, serve, and no other is left. */
function isHealthy({ object }: WriteEvent): boolean {
  const { metadata, status } = object as unknown as DeploymentParts;
  return (
    status?.observedGeneration === metadata.generation &&
    status?.updatedReplicas === podsEach &&
    status.availableReplicas === podsEach &&
    status.replicas === podsEach
  );
}

function request(name: string, version: string, behaviour: 'good' | 'crashing') {
  return {
    name,
    version,
    behaviour,
    replicas: podsEach,
    // Owned by Ada's team, whose members may roll back.
    labels: { 'app.kubernetes.io/name': name, 'shipmate.dev/team': 'payments' },
    annotations: { 'shipmate.dev/channel': `#${name}` },
  };
}

/** A channel for each service: one channel takes one message a second. */
function workspaceWithChannels(names: readonly string[]): Workspace {
  const members = [...defaultWorkspace.people.map(({ id }) => id), defaultWorkspace.botUserId];
  const channels = names.map((name, index) => ({ id: `C0SERVICE${index}`, name, members }));
  return { ...defaultWorkspace, channels: [...defaultWorkspace.channels, ...channels] };
}
