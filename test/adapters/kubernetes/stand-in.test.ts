import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Behaviour,
  type KubernetesStandIn,
  startKubernetesStandIn,
} from '../../../sandbox/kubernetes/index.ts';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import type { Problem } from '../../../src/domain/problem/problem.ts';
import type { WayBackRequest, WayBackResult } from '../../../src/ports.ts';
import { backFrom } from '../way-back-request.ts';
import { clock, type Listening, listen, silentLog } from './listening.ts';

let standIn: KubernetesStandIn;
let kubernetes: Kubernetes;
let ears: Listening;

beforeEach(async () => {
  standIn = await startKubernetesStandIn({ pace: 0.02, token: 'secret' });
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: standIn.url, token: 'secret' },
    log: silentLog,
    clock,
  });
  ears = listen();
});

afterEach(async () => {
  await kubernetes.close();
  await standIn.close();
});

const workload = { cluster: 'prod-eu', namespace: 'prod', kind: 'Deployment', name: 'payments-api' } as const;

async function deploy(version: string, behaviour: Behaviour) {
  await standIn.deploy({ namespace: 'prod', name: 'payments-api', version, behaviour });
}

/** A good v1 that the watcher knows, then another version. */
async function deployAfterGood(behaviour: Behaviour) {
  await deploy('v1', 'good');
  kubernetes.watcher.start(ears.listener);
  await complete(1);
  await deploy('v2', behaviour);
}

const complete = (revision: number) =>
  ears.until(({ observation: { phase, revision: at } }) => phase === 'complete' && at.number === revision);

async function problemOf(revision: number, fits: (problem: Problem) => boolean = () => true) {
  const has = ears.until(
    ({ observation }) => observation.revision.number === revision && observation.problems.some(fits),
  );
  const { observation } = await has;
  return { observation, problem: observation.problems.find(fits) };
}

async function undoRequest(from: number): Promise<WayBackRequest> {
  const { observation } = await ears.until(({ observation: { revision } }) => revision.number === from);
  return backFrom(observation);
}

function undo(request: WayBackRequest): Promise<WayBackResult> {
  return kubernetes.waysBack.undo?.carryOut(request) ?? expect.fail('there is no undo');
}

describe('beside a Kubernetes API', () => {
  it('says which version it is', async () => {
    await expect(kubernetes.ping()).resolves.toMatch(/^v1\./);
  });

  it('counts a good rollout up to its end', async () => {
    await deployAfterGood('good');
    const { observation } = await complete(2);

    const second = ears.heard.filter(({ observation: { revision } }) => revision.number === 2);
    const available = new Set(second.map(({ observation: { counts } }) => counts.updatedAvailable));
    expect([...available]).toEqual([0, 1, 2, 3]);
    expect(second.every(({ observation: { problems } }) => problems.length === 0)).toBe(true);
    expect(observation.counts).toEqual({
      desired: 3,
      updated: 3,
      updatedAvailable: 3,
      old: 0,
      oldAvailable: 0,
    });
    expect(observation.older.map(({ images }) => images[0]?.image)).toEqual([expect.stringMatching(/:v1$/)]);
  });

  it('shows the last lines of the instance that crashed', async () => {
    await deployAfterGood('crashing');
    const { observation, problem } = await problemOf(2);

    const result = await kubernetes.logs.readLog({
      workload,
      pod: problem?.pod ?? '',
      container: problem?.container ?? '',
    });

    expect(problem).toMatchObject({ reason: 'CrashLoopBackOff', exitCode: 1, pods: 1 });
    expect(observation.counts.oldAvailable).toBe(3);
    const lines = result.kind === 'log' ? result.tail.lines : [];
    expect(lines.slice(-2)).toEqual([
      'config: DB_POOL_SIZE must be a number, got "ten"',
      'fatal: cannot start',
    ]);
  });

  it.each<[Behaviour, object]>([
    ['oom', { reason: 'OOMKilled', exitCode: 137, memoryLimit: '128Mi' }],
    [
      'misconfigured',
      {
        reason: 'CreateContainerConfigError',
        missing: { kind: 'ConfigMap', name: 'payments-config', key: 'DB_URL' },
      },
    ],
    [
      'missing-secret',
      { reason: 'CreateContainerConfigError', missing: expect.objectContaining({ kind: 'Secret' }) },
    ],
    ['missing-image', { reason: 'ImagePullBackOff', message: expect.stringContaining('not found') }],
    ['quota', { reason: 'FailedCreate', message: expect.stringContaining('exceeded quota') }],
    ['crashing-init', { reason: 'CrashLoopBackOff', container: 'migrate' }],
  ])('says why %s does not run', async (behaviour, expected) => {
    await deployAfterGood(behaviour);

    const { problem } = await problemOf(2);

    expect(problem).toMatchObject(expected);
  });

  it.each<[Behaviour, RegExp]>([
    ['giant-line', /^x{700}…x{299}$/],
    ['binary-log', /^\[binary, \d+ bytes\]$/],
    ['hostile-log', /^panic: txet desrever$/],
  ])('reads a log of %s safely', async (behaviour, expected) => {
    await deployAfterGood(behaviour);
    const { problem } = await problemOf(2, ({ reason }) => reason === 'CrashLoopBackOff');

    const { pod = '', container = '' } = problem ?? {};
    const result = await kubernetes.logs.readLog({ workload, pod, container });

    const lines = result.kind === 'log' ? result.tail.lines : [];
    expect(lines).toContainEqual(expect.stringMatching(expected));
    expect(lines.every((line) => line.length <= 1_000)).toBe(true);
  });

  it('undoes to the pinned revision, and says the second time that it is there', async () => {
    await deployAfterGood('crashing');
    await problemOf(2);
    const request = await undoRequest(2);

    const first = await undo(request);
    const { observation } = await complete(3);
    const second = await undo(request);

    expect([first, second]).toEqual([{ kind: 'applied' }, { kind: 'already-there' }]);
    expect(observation.revision.revisionUid).toBe(request.target.revisionUid);
    expect(observation.problems).toEqual([]);
    expect(observation.older.map(({ number }) => number)).toEqual([2]);
  });

  it('does not undo what is not current any more', async () => {
    await deployAfterGood('good');
    const request = await undoRequest(2);
    await deploy('v3', 'good');
    await ears.until(({ observation: { revision } }) => revision.number === 3);

    const result = await undo(request);

    expect(result).toEqual({ kind: 'refused', because: 'newer-revision' });
  });

  it('tells of a deletion', async () => {
    await deployAfterGood('good');
    await complete(2);

    await standIn.remove('prod', 'payments-api');
    await ears.untilGone('payments-api');

    expect(ears.gone.map(({ workload: { name } }) => name)).toEqual(['payments-api']);
  });

  it('names the rule when it may not undo', async () => {
    await deployAfterGood('good');
    const request = await undoRequest(2);
    standIn.faults.next({
      match: ({ method }) => method === 'PATCH',
      status: 403,
      body: JSON.stringify({
        kind: 'Status',
        code: 403,
        message:
          'deployments.apps "payments-api" is forbidden: User "s" cannot patch resource "deployments" in API group "apps" in the namespace "prod"',
      }),
    });

    const result = await undo(request);

    expect(result).toEqual({ kind: 'forbidden', rule: 'patch deployments.apps in namespace prod' });
  });
});
