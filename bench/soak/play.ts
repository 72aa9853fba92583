import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type BotProcess, spawnBot } from '../../sandbox/bot-process.ts';
import { sandboxConfiguration } from '../../sandbox/configuration.ts';
import { fastTimeFlags, type Pace } from '../../sandbox/fast-time/pace.ts';
import { type KubernetesStandIn, startKubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import { imageOf } from '../../sandbox/pipeline.ts';
import { defaultWorkspace, type SlackStandIn, startSlackStandIn } from '../../sandbox/slack/index.ts';
import { untilReady } from '../../sandbox/until-ready.ts';
import { type DayRequest, type PlannedRelease, planDay, serviceName } from './day.ts';
import type { Memory } from './memory.ts';
import { findNotShown, type NotShown } from './shown.ts';

export interface SoakTask extends DayRequest {
  readonly pace: Pace;
}

export interface SoakResult {
  readonly afterAnHour: Memory;
  readonly atTheEnd: Memory;
  readonly releases: number;
  /** Releases whose final word is not in their channel. */
  readonly notShown: readonly NotShown[];
  readonly simulatedHours: number;
}

const hourMs = 3_600_000;
/** By the world's clock. */
const readyWithinMs = 90_000;
const buildToken = 'soak-build-token';
const clusterToken = 'soak-cluster-token';
const memory = new URL('./memory.ts', import.meta.url).href;

interface Scene {
  readonly slack: SlackStandIn;
  readonly clusters: readonly KubernetesStandIn[];
  readonly bot: BotProcess;
  readonly url: string;
}

/** Plays the days in this process, which lives in fast time as the bot does, and measures the bot. */
export async function playSoak(task: SoakTask): Promise<SoakResult> {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-soak-'));
  const slack = await startSlackStandIn({ workspace: workspaceFor(task) });
  const clusters = await Promise.all(
    Array.from({ length: task.clusters }, () => startKubernetesStandIn({ token: clusterToken })),
  );
  await runServices(clusters, task);
  const bot = await spawnBot({
    configuration: configurationFor(task, slack, clusters, join(folder, 'shipmate.sqlite')),
    folder,
    nodeFlags: [...fastTimeFlags(task.pace), '--expose-gc', '--import', memory],
    onLog: () => undefined,
  });
  try {
    const url = await bot.url;
    slack.connect(url);
    await untilReady(url, () => !bot.isRunning(), readyWithinMs * task.pace.scale);
    return await play(task, { slack, clusters, bot, url });
  } finally {
    await bot.end('SIGTERM');
    await Promise.all([slack.close(), ...clusters.map((cluster) => cluster.close())]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(task: SoakTask, scene: Scene): Promise<SoakResult> {
  // A bot that ends is not measured.
  const ended = scene.bot.ended.then(({ code, signal }) => {
    throw new Error(`the bot ended with ${code ?? signal}`);
  });
  return await Promise.race([playDay(task, scene), ended]);
}

async function playDay(task: SoakTask, scene: Scene): Promise<SoakResult> {
  const startedAt = Date.now();
  const until = (atMs: number) => wait(Math.max(0, startedAt + atMs - Date.now()));
  const releases = planDay(task);
  const played = releases.map(async (release) => {
    await until(release.atMs);
    await playRelease(scene, release);
  });
  await until(hourMs);
  const afterAnHour = await measure(scene.bot);
  await until(task.hours * hourMs);
  await Promise.all(played);
  const atTheEnd = await measure(scene.bot);
  return {
    afterAnHour,
    atTheEnd,
    releases: releases.length,
    notShown: findNotShown(scene.slack, releases),
    simulatedHours: (Date.now() - startedAt) / hourMs,
  };
}

async function playRelease({ clusters, url }: Scene, release: PlannedRelease): Promise<void> {
  if (release.isBuilt) await reportBuild(url, release);
  await clusters[release.cluster]?.deploy(requestOf(release));
}

function requestOf({
  service,
  version,
  behaviour,
}: Pick<PlannedRelease, 'service' | 'version' | 'behaviour'>) {
  const labels = { 'app.kubernetes.io/name': service };
  const image = imageOf(service, version);
  return { namespace: 'prod', name: service, replicas: 3, version, behaviour, image, labels };
}

const steps = ['checkout', 'test', 'image', 'push'] as const;
const againMs = 30_000;

/** As a pipeline does that was told to try again (`curl --retry`). */
async function reportBuild(url: string, { service, version }: PlannedRelease): Promise<void> {
  for (const step of steps) {
    for (const status of ['running', 'passed']) {
      const image = step === 'push' ? { image: imageOf(service, version) } : {};
      const path = `/v1/builds/${service}-${version}/steps/${step}`;
      while (!(await put(`${url}${path}`, { service, status, ...image }))) await wait(againMs);
    }
  }
}

async function put(url: string, body: object): Promise<boolean> {
  const headers = { authorization: `Bearer ${buildToken}`, 'content-type': 'application/json' };
  const init = { method: 'PUT', headers, body: JSON.stringify(body) };
  const answer = await fetch(url, init).catch(() => undefined);
  if (answer !== undefined && answer.status >= 400 && answer.status < 500)
    throw new Error(`the bot answered ${answer.status}: ${await answer.text()}`);
  await answer?.body?.cancel();
  return answer?.ok === true;
}

const measurements = 5;

/** The median of a few, so that no single moment decides. */
async function measure({ child }: BotProcess): Promise<Memory> {
  const found: Memory[] = [];
  while (found.length < measurements) {
    const answered = once(child, 'message');
    child.send('measure');
    const [memory] = await answered;
    found.push(memory as Memory);
  }
  const median = (of: (memory: Memory) => number) =>
    found.map(of).toSorted((left, right) => left - right)[Math.floor(measurements / 2)] ?? 0;
  return { rss: median(({ rss }) => rss), heapUsed: median(({ heapUsed }) => heapUsed) };
}

/** What runs before the bot comes. */
async function runServices(clusters: readonly KubernetesStandIn[], { services }: SoakTask): Promise<void> {
  for (const [index, cluster] of clusters.entries()) {
    for (let service = 0; service < services; service += 1) {
      await cluster.deploy(
        requestOf({ service: serviceName(index, service), version: 'v1', behaviour: 'good' }),
      );
    }
  }
  await wait(hourMs / 2);
}

const channelOf = (cluster: number) => `#cluster-${cluster}`;

function workspaceFor({ clusters }: SoakTask) {
  const channels = Array.from({ length: clusters }, (_, index) => ({
    id: `C0SOAK${index}`,
    name: channelOf(index).slice(1),
    members: [defaultWorkspace.botUserId],
  }));
  return { ...defaultWorkspace, channels: [...defaultWorkspace.channels, ...channels] };
}

function configurationFor(
  task: SoakTask,
  slack: SlackStandIn,
  [first, ...others]: readonly KubernetesStandIn[],
  database: string,
) {
  return sandboxConfiguration({
    slackApiUrl: slack.apiUrl,
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    clusterUrl: first?.url ?? '',
    clusterToken,
    moreClusters: others.map(({ url }, index) => ({ name: `cluster-${index + 1}`, url })),
    services: Array.from({ length: task.clusters * task.services }, (_, index) => {
      const cluster = Math.floor(index / task.services);
      return {
        name: serviceName(cluster, index % task.services),
        team: 'payments',
        channel: channelOf(cluster),
      };
    }),
    buildToken,
    database,
    port: 0,
    renderer: 'plan',
    logLevel: 'error',
  });
}
