import { describe, expect, test } from 'vitest';
import type { Rollout } from '../../../sandbox/kubernetes/argo-model.ts';
import { clusterWithShop, patchStatus, promote, shop, steps, whenRollout, whenRun } from './argo.ts';
import { nextWrite, replicaSetsOf } from './harness.ts';
import { podsOf, versionOf } from './workloads.ts';

const revisionOf = ({ metadata }: Rollout) => metadata.annotations?.['rollout.argoproj.io/revision'];
const versions = async (cluster: Parameters<typeof podsOf>[0]) =>
  Object.entries(Object.groupBy(await podsOf(cluster), versionOf)).map(([version, pods]) => [
    version,
    pods?.length,
  ]);

describe('a canary', () => {
  test('is stable at its creation, whatever its steps say', async () => {
    const { cluster, rollout } = await clusterWithShop();

    const [set] = await replicaSetsOf(cluster);
    const hash = set?.metadata.labels?.['rollouts-pod-template-hash'];
    expect(set?.metadata).toMatchObject({
      name: `shop-${hash}`,
      annotations: { 'rollout.argoproj.io/revision': '1', 'rollout.argoproj.io/desired-replicas': '5' },
      ownerReferences: [{ kind: 'Rollout', name: 'shop', controller: true }],
    });
    expect(revisionOf(rollout)).toBe('1');
    expect(rollout.status).toMatchObject({
      observedGeneration: '1',
      phase: 'Healthy',
      currentPodHash: hash,
      stableRS: hash,
      currentStepIndex: steps.length,
      replicas: 5,
      updatedReplicas: 5,
      readyReplicas: 5,
      availableReplicas: 5,
      HPAReplicas: 5,
      selector: 'app.kubernetes.io/name=shop',
      blueGreen: {},
      canary: {},
    });
    expect(rollout.status).not.toHaveProperty('message');
    expect(rollout.status?.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual(
      expect.arrayContaining([
        ['Healthy', 'True', 'RolloutHealthy'],
        ['Progressing', 'True', 'NewReplicaSetAvailable'],
        ['Available', 'True', 'AvailableReason'],
        ['Completed', 'True', 'RolloutCompleted'],
      ]),
    );
  });

  test('stops at a pause without an end, and goes on when it is promoted', async () => {
    const { cluster, rollout: before } = await clusterWithShop();
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    await cluster.deploy(shop('v2'));

    const { status, ...rollout } = await paused;
    const shared = await versions(cluster);
    const healthy = whenRollout(cluster, ({ phase }) => phase === 'Healthy');
    const promoted = await promote(cluster);
    const after = await healthy;

    expect(revisionOf(rollout)).toBe('2');
    expect(status).toMatchObject({
      message: 'CanaryPauseStep',
      controllerPause: true,
      pauseConditions: [{ reason: 'CanaryPauseStep', startTime: expect.any(String) }],
      currentStepIndex: 1,
      updatedReplicas: 1,
      stableRS: before.status?.stableRS,
    });
    expect(shared).toEqual(
      expect.arrayContaining([
        ['v1', 4],
        ['v2', 1],
      ]),
    );
    expect(promoted.body.status).toMatchObject({ controllerPause: true });
    expect(after.status).toMatchObject({ currentStepIndex: 4, stableRS: status?.currentPodHash });
    expect(after.status).not.toHaveProperty('pauseConditions');
    expect(await versions(cluster)).toContainEqual(['v2', 5]);
  });

  test('says that it is taken off its pause before it is', async () => {
    const { cluster } = await clusterWithShop();
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    await cluster.deploy(shop('v2'));
    await paused;

    const { body } = await promote(cluster);

    // Nothing but the mark of the controller tells: the phase is written a moment later.
    expect(body.status).toMatchObject({ phase: 'Paused', controllerPause: true });
    expect(body.status).not.toHaveProperty('pauseConditions');
  });

  test('waits out a pause that has an end', async () => {
    const { cluster } = await clusterWithShop({ steps: [{ setWeight: 40 }, { pause: { duration: '2s' } }] });
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    const healthy = paused.then(() => whenRollout(cluster, ({ phase }) => phase === 'Healthy'));
    await cluster.deploy(shop('v2'));

    expect((await paused).status).toMatchObject({ updatedReplicas: 2, currentStepIndex: 1 });
    expect((await healthy).status).toMatchObject({ currentStepIndex: 2 });
  });

  test('is aborted by an analysis that fails, and the stable version takes over', async () => {
    const { cluster } = await clusterWithShop({ steps: [{ setWeight: 40 }, { analysis: 'success-rate' }] });
    const failed = whenRun(cluster, 'Failed');
    const aborted = whenRollout(
      cluster,
      (status) => status.abort === true && status.updatedReplicas === undefined,
    );
    await cluster.deploy(shop('v2', { behaviour: 'erroneous' }));

    const run = await failed;
    const { status, ...rollout } = await aborted;

    const because = 'Metric "success-rate" assessed Failed due to failed (2) > failureLimit (1)';
    expect(run.metadata).toMatchObject({
      name: `shop-${status?.currentPodHash}-2-1`,
      labels: { 'rollout-type': 'Step', 'step-index': '1' },
      ownerReferences: [{ kind: 'Rollout', name: 'shop' }],
    });
    expect(run.status).toMatchObject({
      message: because,
      metricResults: [
        { name: 'success-rate', failed: 2, measurements: [{ value: '[0.62]' }, { value: '[0.62]' }] },
      ],
    });
    expect(revisionOf(rollout)).toBe('2');
    expect(status).toMatchObject({
      phase: 'Degraded',
      message: `RolloutAborted: Rollout aborted update to revision 2: Step-based analysis phase error/failed: ${because}`,
      abortedAt: expect.any(String),
      currentStepIndex: 0,
      canary: {
        currentStepAnalysisRunStatus: { name: run.metadata.name, status: 'Failed', message: because },
      },
    });
  });

  test('is paused by an analysis that cannot tell', async () => {
    const { cluster } = await clusterWithShop({ steps: [{ setWeight: 40 }, { analysis: 'success-rate' }] });
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    await cluster.deploy(shop('v2', { behaviour: 'doubtful' }));

    const { status } = await paused;

    expect(status).toMatchObject({
      message: 'InconclusiveAnalysisRun',
      canary: {
        currentStepAnalysisRunStatus: {
          status: 'Inconclusive',
          message:
            'Metric "success-rate" assessed Inconclusive due to inconclusive (1) > inconclusiveLimit (0)',
        },
      },
    });
  });

  test('is aborted by hand and tried again', async () => {
    const { cluster } = await clusterWithShop();
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    await cluster.deploy(shop('v2'));
    await paused;

    const degraded = whenRollout(cluster, ({ phase }) => phase === 'Degraded');
    await patchStatus(cluster, { abort: true });
    const aborted = await degraded;
    const again = whenRollout(cluster, ({ phase, abort }) => phase === 'Paused' && abort === undefined);
    const retried = await patchStatus(cluster, { abort: false });
    const { status } = await again;

    expect(aborted.status).toMatchObject({ message: 'RolloutAborted: Rollout aborted update to revision 2' });
    expect(aborted.metadata.generation).toBe(2);
    expect(retried.code).toBe(200);
    expect(status).toMatchObject({ currentStepIndex: 1, updatedReplicas: 1 });
  });

  test('goes back to the stable version without its steps', async () => {
    const { cluster } = await clusterWithShop();
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    await cluster.deploy(shop('v2'));
    await paused;

    const healthy = whenRollout(cluster, ({ phase }) => phase === 'Healthy');
    await cluster.deploy(shop('v1'));
    const back = await healthy;

    expect(revisionOf(back)).toBe('3');
    expect(back.status).toMatchObject({ currentStepIndex: 4, stableRS: back.status?.currentPodHash });
    expect((await replicaSetsOf(cluster)).map(({ spec }) => spec.replicas).toSorted()).toEqual([0, 5]);
  });

  test('is promoted past everything that is left of it', async () => {
    const { cluster } = await clusterWithShop();
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    await cluster.deploy(shop('v2', { behaviour: 'erroneous' }));
    await paused;

    const healthy = whenRollout(cluster, ({ phase }) => phase === 'Healthy');
    await patchStatus(cluster, { promoteFull: true });

    expect((await healthy).status).toMatchObject({ currentStepIndex: 4 });
  });

  test('exceeds its deadline when its pods do not get ready', async () => {
    const { cluster } = await clusterWithShop({ steps: [{ setWeight: 20 }], progressDeadlineSeconds: 20 });
    const degraded = whenRollout(cluster, ({ phase }) => phase === 'Degraded');
    await cluster.deploy(shop('v2', { behaviour: 'never-ready' }));

    const { status } = await degraded;

    expect(status?.message).toMatch(
      /^ProgressDeadlineExceeded: ReplicaSet "shop-\w+" has timed out progressing\.$/,
    );
  });

  test('waits while somebody has paused it', async () => {
    const { cluster } = await clusterWithShop();
    const paused = whenRollout(cluster, ({ phase }) => phase === 'Paused');
    await cluster.deploy(shop('v2', { paused: true }));

    expect((await paused).status).toMatchObject({ message: 'manually paused' });
  });

  test('keeps as many old ReplicaSets as it may', async () => {
    const { cluster } = await clusterWithShop({ steps: [], revisionHistoryLimit: 1, replicas: 1 });
    const gone = nextWrite(cluster, ({ type, object }) => type === 'DELETED' && object.kind === 'ReplicaSet');
    for (const version of ['v2', 'v3']) {
      const healthy = whenRollout(
        cluster,
        ({ phase, currentPodHash, stableRS }) => phase === 'Healthy' && currentPodHash === stableRS,
      );
      await cluster.deploy(shop(version, { replicas: 1 }));
      await healthy;
    }

    expect((await gone).object.metadata.annotations).toMatchObject({ 'rollout.argoproj.io/revision': '1' });
  });
});
