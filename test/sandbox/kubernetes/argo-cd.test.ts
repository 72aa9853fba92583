import { describe, expect, it } from 'vitest';
import type { Application, OperationState } from '../../../sandbox/kubernetes/argo-cd-model.ts';
import type { ArgoCd, KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { Deployment } from '../../../sandbox/kubernetes/model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import { ask, nextWrite, patchWith, payments, paymentsPath, startCluster } from './harness.ts';

const path = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/payments-api';

async function startArgoCd(request: Partial<Parameters<ArgoCd['createApplication']>[0]> = {}) {
  const cluster = await startCluster({ argoCd: true });
  const argoCd = cluster.argoCd ?? expect.fail('Argo CD is not installed');
  const v1 = argoCd.push('payments-api', payments('v1'));
  argoCd.createApplication({ name: 'payments-api', ...request });
  return { cluster, argoCd, v1 };
}

const until = (cluster: KubernetesStandIn, test: (application: Application) => boolean) =>
  nextWrite(cluster, ({ object }) => object.kind === 'Application' && test(object as Application)).then(
    ({ object }) => object as Application,
  );

/** Resolves with the end of the next operation. */
async function ended(cluster: KubernetesStandIn): Promise<OperationState> {
  await until(cluster, ({ operation }) => operation !== undefined);
  const application = await until(cluster, ({ operation }) => operation === undefined);
  return application.status?.operationState ?? expect.fail('no operation');
}

const inSync = (cluster: KubernetesStandIn, expected: string) =>
  until(cluster, ({ status }) => status?.sync?.status === expected);

async function synced(cluster: KubernetesStandIn, argoCd: ArgoCd, revision?: string) {
  const end = ended(cluster);
  argoCd.sync('payments-api', revision);
  return end;
}

async function imageOf(cluster: KubernetesStandIn): Promise<string | undefined> {
  const { body } = await ask<Deployment>(cluster, paymentsPath);
  return body.spec.template.spec.containers[0]?.image.split(':')[1];
}

describe('an Application that is synced by people', () => {
  it('deploys a commit when it is told to, with its mark, and remembers it', async () => {
    const { cluster, argoCd, v1 } = await startArgoCd();

    const { phase, message } = await synced(cluster, argoCd);
    const { metadata } = (await ask<Deployment>(cluster, paymentsPath)).body;
    const { status } = argoCd.application('payments-api');

    expect({ phase, message }).toEqual({
      phase: 'Succeeded',
      message: 'successfully synced (all tasks run)',
    });
    expect(metadata.annotations?.['argocd.argoproj.io/tracking-id']).toBe(
      'payments-api:apps/Deployment:prod/payments-api',
    );
    expect(status?.history).toEqual([
      expect.objectContaining({ id: 0, revision: v1, initiatedBy: { username: 'admin' } }),
    ]);
  });

  it('is out of sync with a new commit, and does nothing about it', async () => {
    const { cluster, argoCd } = await startArgoCd();
    await synced(cluster, argoCd);
    const outOfSync = inSync(cluster, 'OutOfSync');

    const v2 = argoCd.push('payments-api', payments('v2'));

    expect((await outOfSync).status?.sync?.revision).toBe(v2);
    expect(await imageOf(cluster)).toBe('v1');
  });

  it('returns to an entry of its history, and keeps as many entries as it may', async () => {
    const { cluster, argoCd, v1 } = await startArgoCd({ revisionHistoryLimit: 2 });
    await synced(cluster, argoCd);
    argoCd.push('payments-api', payments('v2'));
    await synced(cluster, argoCd);

    await synced(cluster, argoCd, v1);

    expect(await imageOf(cluster)).toBe('v1');
    expect(argoCd.application('payments-api').status?.history?.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('ends an operation that names a commit which nobody knows, and remembers nothing of it', async () => {
    const { cluster, argoCd } = await startArgoCd();

    const { phase, message } = await synced(cluster, argoCd, 'abc');

    expect(phase).toBe('Error');
    expect(message).toContain("unable to resolve 'abc' to a commit SHA");
    expect(argoCd.application('payments-api').status?.history ?? []).toEqual([]);
  });

  it('cannot sync while git is out of reach', async () => {
    const { cluster, argoCd } = await startArgoCd();
    argoCd.cutOff(true);

    const { phase, message } = await synced(cluster, argoCd);

    expect(phase).toBe('Error');
    expect(message).toMatch(/^ComparisonError: Failed to load target state: .*failed to list refs/);
  });

  it('says what the API server has against a manifest', async () => {
    const { cluster, argoCd } = await startArgoCd();
    argoCd.push('payments-api', payments('v2', { maxSurge: 0, maxUnavailable: 0 }));

    const { phase, message } = await synced(cluster, argoCd);

    expect(phase).toBe('Failed');
    expect(message).toMatch(
      /^one or more objects failed to apply, reason: Deployment.apps "payments-api" is invalid/,
    );
  });

  it('deletes what git does not hold any more when it is told to prune, and not before', async () => {
    const { cluster, argoCd } = await startArgoCd();
    argoCd.push('payments-api', payments('v1'), payments('v1', { name: 'ledger' }));
    await synced(cluster, argoCd);
    const ledger = paymentsPath.replace('payments-api', 'ledger');
    argoCd.push('payments-api', payments('v1'));

    await synced(cluster, argoCd);
    const kept = await ask(cluster, ledger);
    const end = ended(cluster);
    await patchWith(cluster, 'merge', path, { operation: { sync: { prune: true } } });
    await end;

    expect([kept.code, (await ask(cluster, ledger)).code]).toEqual([200, 404]);
  });
});

describe('an operation that a client writes', () => {
  const write = (cluster: KubernetesStandIn, value: unknown) =>
    patchWith<Application & Status>(cluster, 'json', path, [{ op: 'add', path: '/operation', value }]);

  it('without anything to do is an error', async () => {
    const { cluster } = await startArgoCd();
    const end = ended(cluster);

    await write(cluster, { initiatedBy: { username: 'shipmate' } });

    expect(await end).toMatchObject({
      phase: 'Error',
      message: 'Invalid operation request: no operation specified',
    });
  });

  it('loses fields that the definition does not know', async () => {
    const { cluster } = await startArgoCd();

    const { body, headers } = await write(cluster, { sync: { revision: 'HEAD', rollbackTo: 3 } });

    expect(body.operation).toEqual({ sync: { revision: 'HEAD' } });
    expect(headers.get('warning')).toContain('unknown field \\"operation.sync.rollbackTo\\"');
  });

  it.each([
    [{ sync: { revision: 3 } }, 'operation.sync.revision in body must be of type string'],
    [{ sync: { source: { path: 'x' } } }, 'operation.sync.source.repoURL'],
    [{ sync: {}, info: [{ name: 'key' }] }, 'operation.info[0].value'],
  ])('is refused when the definition does not take it: %j', async (operation, why) => {
    const { cluster } = await startArgoCd();

    const { code, body } = await write(cluster, operation);

    expect(code).toBe(422);
    expect(body.message).toContain(why);
  });

  it('can be terminated while it goes on', async () => {
    const { cluster, argoCd } = await startArgoCd();
    argoCd.hold('waiting for healthy state of apps/Deployment/ledger');
    const running = until(cluster, ({ status }) => status?.operationState?.message !== undefined);
    argoCd.sync('payments-api');
    await running;
    const end = ended(cluster);

    await patchWith(cluster, 'merge', path, { status: { operationState: { phase: 'Terminating' } } });

    expect(await end).toMatchObject({ phase: 'Failed', message: 'Operation terminated' });
  });
});

describe('an Application that syncs by itself', () => {
  it('deploys new commits, each once', async () => {
    const { cluster, argoCd } = await startArgoCd({ automated: {} });
    await inSync(cluster, 'Synced');
    const end = ended(cluster);

    argoCd.push('payments-api', payments('v2'));

    expect((await end).operation.initiatedBy).toEqual({ automated: true });
    expect(await imageOf(cluster)).toBe('v2');
    expect(argoCd.application('payments-api').status?.history).toHaveLength(2);
  });

  it('puts drift back when it heals', async () => {
    const { cluster, argoCd } = await startArgoCd({ automated: { selfHeal: true } });
    await inSync(cluster, 'Synced');
    const end = ended(cluster);

    await cluster.deploy(payments('v0', { managedBy: 'argocd' }));

    expect((await end).phase).toBe('Succeeded');
    expect(await imageOf(cluster)).toBe('v1');
    expect(argoCd.application('payments-api').status?.history).toHaveLength(2);
  });

  it('leaves drift alone when it does not', async () => {
    const { cluster } = await startArgoCd({ automated: {} });
    await inSync(cluster, 'Synced');
    const outOfSync = inSync(cluster, 'OutOfSync');

    await cluster.deploy(payments('v0', { managedBy: 'argocd' }));

    expect((await outOfSync).operation).toBeUndefined();
    expect(await imageOf(cluster)).toBe('v0');
  });

  it('does not when automated sync is there and switched off', async () => {
    const { cluster, argoCd } = await startArgoCd({ automated: { enabled: false, selfHeal: true } });
    const outOfSync = await inSync(cluster, 'OutOfSync');
    argoCd.automate('payments-api', { enabled: true });

    await ended(cluster);

    expect(outOfSync.operation).toBeUndefined();
    expect(await imageOf(cluster)).toBe('v1');
  });
});

describe('a cluster without Argo CD', () => {
  it('has none', async () => {
    const cluster = await startCluster();

    expect(cluster.argoCd).toBeUndefined();
    expect((await ask(cluster, path)).code).toBe(404);
  });
});
