import { describe, expect, test } from 'vitest';
import type { Service } from '../../../sandbox/kubernetes/argo-model.ts';
import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import { clusterWithShop, patchStatus, promote, shop, whenRollout, whenRun } from './argo.ts';
import { ask, nextWrite } from './harness.ts';

const byHand = { blueGreen: { autoPromotionEnabled: false } };

async function selectedBy(cluster: KubernetesStandIn, name: string): Promise<string | undefined> {
  const { body } = await ask<Service>(cluster, `/api/v1/namespaces/prod/services/${name}`);
  return body.spec.selector?.['rollouts-pod-template-hash'];
}

async function previewOfV2(rest: Parameters<typeof clusterWithShop>[0] = byHand) {
  const { cluster, rollout } = await clusterWithShop(rest);
  const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
  await cluster.deploy(shop('v2'));
  const { status } = await paused;
  return { cluster, stable: rollout.status?.stableRS, status };
}

describe('a blue-green Rollout', () => {
  test('shows the new version to the preview service only, until it is promoted', async () => {
    const { cluster, stable, status } = await previewOfV2();
    const hash = status?.currentPodHash;

    const before = await Promise.all(['shop', 'shop-preview'].map((name) => selectedBy(cluster, name)));
    const healthy = whenRollout(cluster, ({ phase }) => phase === 'Healthy');
    await promote(cluster);
    const after = await healthy;

    expect(status).toMatchObject({
      message: 'BlueGreenPause',
      replicas: 10,
      updatedReplicas: 5,
      availableReplicas: 5,
      blueGreen: { activeSelector: stable, previewSelector: hash },
    });
    expect(before).toEqual([stable, hash]);
    expect(after.status).toMatchObject({ stableRS: hash, blueGreen: { activeSelector: hash } });
    expect(await selectedBy(cluster, 'shop')).toBe(hash);
  });

  test('keeps the old version for a while after the switch', async () => {
    const { cluster, stable } = await previewOfV2();
    const scaled = nextWrite(
      cluster,
      ({ object }) =>
        object.kind === 'ReplicaSet' &&
        object.metadata.labels?.['rollouts-pod-template-hash'] === stable &&
        (object.spec as { replicas: number }).replicas === 0,
    );
    const delayed = nextWrite(
      cluster,
      ({ object }) =>
        object.metadata.annotations?.['argo-rollouts.argoproj.io/scale-down-deadline'] !== undefined,
    );

    await promote(cluster);

    expect((await delayed).object.metadata.labels).toMatchObject({ 'rollouts-pod-template-hash': stable });
    expect((await scaled).at).toBeGreaterThan((await delayed).at + 1_000);
  });

  test('promotes itself after a time, when it is told to', async () => {
    const { cluster, status } = await previewOfV2({ blueGreen: { autoPromotionSeconds: 5 } });

    const healthy = await whenRollout(cluster, ({ phase }) => phase === 'Healthy');

    expect(healthy.status).toMatchObject({ stableRS: status?.currentPodHash });
  });

  test('previews with fewer pods, and comes up to its number before the switch', async () => {
    const { cluster, status } = await previewOfV2({
      blueGreen: { autoPromotionEnabled: false, previewReplicaCount: 1 },
    });
    const healthy = whenRollout(cluster, ({ phase }) => phase === 'Healthy');

    await promote(cluster);

    expect(status).toMatchObject({ updatedReplicas: 1, availableReplicas: 5 });
    expect((await healthy).status).toMatchObject({ updatedReplicas: 5, availableReplicas: 5 });
  });

  test('goes no further when it is aborted', async () => {
    const { cluster, stable } = await previewOfV2();
    const degraded = whenRollout(cluster, ({ phase }) => phase === 'Degraded');

    await patchStatus(cluster, { abort: true });

    expect((await degraded).status).toMatchObject({
      stableRS: stable,
      blueGreen: { activeSelector: stable },
    });
    expect(await selectedBy(cluster, 'shop')).toBe(stable);
  });

  test('is not switched to what its analysis refuses', async () => {
    const { cluster, rollout } = await clusterWithShop({
      blueGreen: { prePromotionAnalysis: 'success-rate' },
    });
    const failed = whenRun(cluster, 'Failed');
    const degraded = whenRollout(cluster, ({ phase }) => phase === 'Degraded');
    await cluster.deploy(shop('v2', { behaviour: 'erroneous' }));

    expect((await failed).metadata).toMatchObject({ labels: { 'rollout-type': 'PrePromotion' } });
    const { status } = await degraded;
    expect(status?.message).toContain(
      'Blue/green pre-promotion analysis phase error/failed: Metric "success-rate"',
    );
    expect(status?.blueGreen).toMatchObject({
      activeSelector: rollout.status?.stableRS,
      prePromotionAnalysisRunStatus: { status: 'Failed' },
    });
  });

  test('is switched back when the analysis after the switch refuses it', async () => {
    const { cluster, rollout } = await clusterWithShop({
      blueGreen: { postPromotionAnalysis: 'success-rate' },
    });
    const stable = rollout.status?.stableRS;
    const back = whenRollout(
      cluster,
      ({ phase, blueGreen }) => phase === 'Degraded' && blueGreen.activeSelector === stable,
    );
    await cluster.deploy(shop('v2', { behaviour: 'erroneous' }));

    const { status } = await back;
    expect(status?.message).toContain('Blue/green post-promotion analysis phase error/failed');
    expect(await selectedBy(cluster, 'shop')).toBe(stable);
  });
});
