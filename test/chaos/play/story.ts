import { configNameOf, secretNameOf } from '../../../sandbox/kubernetes/behaviour.ts';
import type { DeployRequest } from '../../../sandbox/kubernetes/index.ts';
import { imageOf } from '../../../sandbox/pipeline.ts';
import type { ReleaseTruth } from '../company/ledger.ts';
import { hasCondition } from '../company/workload-status.ts';
import { pathOf } from '../oracle/cluster-facts.ts';
import type { Act, Story } from '../plan/plan.ts';
import { pause, until } from './pause.ts';
import { rollBackFromCard } from './person.ts';
import { reportBuild } from './pipeline.ts';
import type { RunContext } from './run-context.ts';

/** Far longer than a healthy rollout takes, on a busy machine too. */
const healthyWithinMs = 30 * 60_000;

/** What is applied to the cluster for a version. */
export function requestOf(
  story: Story,
  { version, behaviour }: Pick<Act, 'version' | 'behaviour'>,
): DeployRequest {
  const { service, kind, replicas } = story;
  return {
    namespace: 'prod',
    name: service,
    kind,
    replicas,
    version,
    behaviour,
    image: imageOf(service, version),
    labels: { 'app.kubernetes.io/name': service },
    ...(kind === 'Job' ? { backoffLimit: 1 } : {}),
  };
}

export const versionBefore = { version: 'v1', behaviour: 'good', isBuilt: false } as const;

/** Plays what becomes of one service. Throws when something did not happen that does not depend on the bot. */
export async function playStory(context: RunContext, story: Story, userId: string): Promise<void> {
  const { kubernetes, ledger, signal } = context;
  let good = story.isThereBefore ? requestOf(story, versionBefore) : undefined;

  for (const act of story.acts) {
    await pause(act.pauseMs, signal);
    const openedAt = Date.now();
    if (act.isBuilt) await reportBuild(context, story.service, act.version);
    context.note(`${story.service} ${act.version} (${act.behaviour}) is deployed`);
    const release = ledger.deployed(story, { ...act, builtAt: openedAt });
    await kubernetes.deploy(requestOf(story, act));
    await endOf({ context, story, act, release, good, userId });
    if (act.ending === 'deleted') good = undefined;
    if (release.completeAt !== undefined && release.end === undefined) good = requestOf(story, act);
  }
}

interface Scene {
  readonly context: RunContext;
  readonly story: Story;
  readonly act: Act;
  readonly release: ReleaseTruth;
  /** The last version that was healthy. */
  readonly good: DeployRequest | undefined;
  readonly userId: string;
}

async function endOf(scene: Scene): Promise<void> {
  const { context, story, act, release } = scene;
  const { signal, kubernetes, ledger } = context;
  switch (act.ending) {
    case 'live':
      await untilOver(scene, release);
      return await pause(act.dwellMs, signal);
    case 'broken':
      if (story.kind === 'Job') await untilOver(scene, release);
      return await pause(act.dwellMs, signal);
    case 'superseded':
      return await pause(act.dwellMs, signal);
    case 'mended':
      await pause(act.dwellMs, signal);
      await mend(scene);
      return await untilOver(scene, release);
    case 'deleted':
      await pause(act.dwellMs, signal);
      context.note(`${story.service} is deleted`);
      ledger.removed(story.service);
      return await kubernetes.remove('prod', story.service, story.kind);
    case 'clicked':
      await pause(act.dwellMs, signal);
      return await rollBackFromCard(context, { ...story, version: act.version, userId: scene.userId });
    case 'undone':
      await pause(act.dwellMs, signal);
      return await goBack(scene);
    default:
      return act.ending satisfies never;
  }
}

/** Until all its pods are there, or the Job has ended. */
async function untilOver({ context, story }: Scene, release: ReleaseTruth): Promise<void> {
  const { client, signal } = context;
  const hasEnded = async () => {
    if (release.completeAt !== undefined) return true;
    if (story.kind !== 'Job') return false;
    const job = await client.get(pathOf(story));
    return job !== undefined && hasCondition(job, 'Failed');
  };
  const what = `${story.service} ${release.version} is over in the cluster`;
  await until(hasEnded, { what, withinMs: healthyWithinMs, signal });
}

async function mend({ context, story, act }: Scene): Promise<void> {
  const { client } = context;
  context.note(`what ${story.service} ${act.version} lacks is made`);
  const isConfig = act.behaviour === 'misconfigured';
  const name = isConfig ? configNameOf(story.service) : secretNameOf(story.service);
  const kind = isConfig ? 'ConfigMap' : 'Secret';
  const data = isConfig ? { DB_URL: 'db:5432' } : { password: Buffer.from('correct').toString('base64') };
  await client.apply(`/api/v1/namespaces/prod/${isConfig ? 'configmaps' : 'secrets'}/${name}`, {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'prod' },
    data,
  });
}

/** Somebody applies the version before again. */
async function goBack(scene: Scene): Promise<void> {
  const { context, story, good } = scene;
  if (good === undefined) throw new Error(`${story.service} has no version to go back to`);
  const { version, behaviour } = good;
  context.note(`somebody goes back to ${story.service} ${version}`);
  const older = context.ledger.deployed(story, { version, behaviour, isBuilt: false, isOlder: true });
  await context.kubernetes.deploy(good);
  await untilOver(scene, older);
}
