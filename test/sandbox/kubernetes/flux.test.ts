import { describe, expect, test } from 'vitest';
import type { HelmRelease, Kustomization } from '../../../sandbox/kubernetes/controllers/flux/flux-model.ts';
import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { Deployment } from '../../../sandbox/kubernetes/model.ts';
import { ask, nextWrite, patchWith, payments, paymentsPath, startCluster } from './harness.ts';

const kustomizationPath = '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/apps';
const helmReleasePath = '/apis/helm.toolkit.fluxcd.io/v2/namespaces/prod/helmreleases/payments-api';

const imageOf = ({ spec }: Deployment) => spec.template.spec.containers[0]?.image ?? '';

async function deployment(cluster: KubernetesStandIn): Promise<Deployment> {
  return (await ask<Deployment>(cluster, paymentsPath)).body;
}

function whenImage(cluster: KubernetesStandIn, version: string) {
  return nextWrite(cluster, ({ object }) => {
    return object.kind === 'Deployment' && imageOf(object as Deployment).endsWith(`:${version}`);
  });
}

/** The end of a turn that began after now. */
async function nextTurn(cluster: KubernetesStandIn, kind: 'Kustomization' | 'HelmRelease'): Promise<void> {
  const isAt = (status: string) =>
    nextWrite(cluster, ({ object }) => {
      const { conditions = [] } = (object as Kustomization).status ?? {};
      return (
        object.kind === kind && conditions.some((each) => each.type === 'Ready' && each.status === status)
      );
    });
  await isAt('Unknown');
  await isAt('True');
}

async function withV1(through: 'Kustomization' | 'HelmRelease' = 'Kustomization') {
  const cluster = await startCluster({ flux: true });
  const applied = whenImage(cluster, 'v1');
  const commit = await cluster.flux.release(payments('v1'), through);
  await applied;
  await nextTurn(cluster, through);
  return { cluster, commit };
}

const undo = (cluster: KubernetesStandIn, version: string) =>
  patchWith(cluster, 'json', paymentsPath, [
    {
      op: 'replace',
      path: '/spec/template/spec/containers/0/image',
      value: `registry.example.com/payments-api:${version}`,
    },
  ]);

const suspend = (cluster: KubernetesStandIn, path: string, isSuspended: boolean) =>
  patchWith(cluster, 'merge', path, { spec: { suspend: isSuspended } });

describe('a Kustomization', () => {
  test('applies what is in git, with its labels, and says which commit that is', async () => {
    const { cluster, commit } = await withV1();

    const { metadata } = await deployment(cluster);
    const { body } = await ask<Kustomization>(cluster, kustomizationPath);

    expect(metadata.labels).toMatchObject({
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    });
    expect(body.status).toMatchObject({
      observedGeneration: 1,
      lastAppliedRevision: `main@sha1:${commit.sha}`,
      conditions: [{ type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded' }],
    });
  });

  test('follows a new commit, and what it takes out goes', async () => {
    const { cluster } = await withV1();
    const applied = whenImage(cluster, 'v2');
    await cluster.flux.release(payments('v2', { env: { EXTRA: '1' } }));
    await applied;
    const back = whenImage(cluster, 'v1');
    cluster.flux.git.revert();
    await back;

    const { spec } = await deployment(cluster);

    expect(spec.template.spec.containers[0]).not.toHaveProperty('env');
  });

  test('puts back what was changed in the cluster only', async () => {
    const { cluster } = await withV1();
    await cluster.flux.release(payments('v2'));
    await whenImage(cluster, 'v2');

    await undo(cluster, 'v1');
    await whenImage(cluster, 'v2');

    expect(imageOf(await deployment(cluster))).toContain(':v2');
  });

  test('leaves it alone while it is suspended, and acts at once when it resumes', async () => {
    const { cluster } = await withV1();
    await suspend(cluster, kustomizationPath, true);
    const applied = whenImage(cluster, 'v2');
    await cluster.flux.release(payments('v2'));
    await nextWrite(cluster, ({ object }) => {
      const { artifact } = (object.status ?? {}) as { artifact?: object };
      return object.kind === 'GitRepository' && artifact !== undefined;
    });
    const meanwhile = await ask<Kustomization>(cluster, kustomizationPath);

    await suspend(cluster, kustomizationPath, false);
    await applied;

    expect(meanwhile.body.metadata.generation).toBe(2);
    expect(meanwhile.body.status?.observedGeneration).toBe(1);
  });

  test('ends a turn that began before it was suspended', async () => {
    const { cluster } = await withV1();
    const begun = nextWrite(cluster, ({ object }) => {
      const { conditions = [] } = (object as Kustomization).status ?? {};
      return object.kind === 'Kustomization' && conditions.some(({ type }) => type === 'Reconciling');
    });
    await cluster.flux.release(payments('v2'));
    const applied = whenImage(cluster, 'v2');
    await begun;

    await suspend(cluster, kustomizationPath, true);
    await applied;

    expect(imageOf(await deployment(cluster))).toContain(':v2');
  });

  test('prunes what is in git no more', async () => {
    const { cluster } = await withV1();

    cluster.flux.git.push({ 'apps/prod/payments-api.yaml': [] }, 'Away');
    const { object } = await nextWrite(
      cluster,
      ({ type, object: each }) => type === 'DELETED' && each.kind === 'Deployment',
    );

    expect(object.metadata.name).toBe('payments-api');
  });

  test('is not there where Flux is not installed', async () => {
    const cluster = await startCluster();

    await expect(cluster.flux.release(payments('v1'))).rejects.toThrow('could not find');
  });
});

describe('a HelmRelease', () => {
  test('releases its values, with the marks of Helm and of Flux', async () => {
    const { cluster } = await withV1('HelmRelease');

    const { metadata } = await deployment(cluster);
    const { body } = await ask<HelmRelease>(cluster, helmReleasePath);

    expect(metadata.labels).toMatchObject({
      'helm.toolkit.fluxcd.io/name': 'payments-api',
      'app.kubernetes.io/managed-by': 'Helm',
    });
    expect(body.metadata.labels).toMatchObject({ 'kustomize.toolkit.fluxcd.io/name': 'apps' });
    expect(body.status?.history).toMatchObject([{ version: 1, status: 'deployed' }]);
  });

  test.each([
    ['stays without drift detection', undefined, 'v1'],
    ['is put back with it', 'enabled', 'v2'],
  ] as const)('what was changed in the cluster only %s', async (_, mode, image) => {
    const { cluster } = await withV1('HelmRelease');
    await cluster.flux.release(payments('v2'), 'HelmRelease');
    await whenImage(cluster, 'v2');
    await nextTurn(cluster, 'HelmRelease');
    if (mode !== undefined)
      await patchWith(cluster, 'merge', helmReleasePath, { spec: { driftDetection: { mode } } });

    await undo(cluster, 'v1');
    await nextTurn(cluster, 'HelmRelease');
    await nextTurn(cluster, 'HelmRelease');

    expect(imageOf(await deployment(cluster))).toContain(`:${image}`);
  });
});
