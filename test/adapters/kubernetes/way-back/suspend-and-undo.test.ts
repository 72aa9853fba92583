import { describe, expect, it } from 'vitest';
import { nextWrite } from '../../../sandbox/kubernetes/harness.ts';
import { wayBackContract } from '../../way-back-contract.ts';
import { type FluxScene, setFluxScene, twoTurns } from './flux-scene.ts';

const isPatch = ({ method }: { method: string }) => method === 'PATCH';
const suspendedFor = 'shipmate.dev/suspended-for';

/** Once Flux is suspended, the answer to what comes next is lost. */
function loseAnswerOfUndo({ cluster }: FluxScene): void {
  const stop = cluster.onWrite(({ object }) => {
    if ((object.spec as { suspend?: boolean } | undefined)?.suspend !== true) return;
    stop();
    setImmediate(() => cluster.faults.hangAfterPatch(1));
  });
}

for (const owner of ['Kustomization', 'HelmRelease'] as const) {
  wayBackContract(`suspension of a ${owner}, and undo`, async () => {
    const scene = await setFluxScene(owner);
    return {
      executor: scene.executor,
      request: scene.request,
      writes: scene.patches,
      untilThere: async () => void (await scene.seen(3)),
      async overtake() {
        await scene.release('v3');
        await scene.seen(3);
      },
      loseNextAnswer: () => loseAnswerOfUndo(scene),
      forbidNextWrite: () => scene.cluster.faults.next({ match: isPatch, status: 403 }),
    };
  });
}

describe('Flux', () => {
  it('would put a plain undo back', async () => {
    const { executor, ...scene } = await setFluxScene();
    await scene.patchOwner({ spec: { suspend: true } });
    await executor.carryOut(scene.request);
    const undone = await scene.image();

    await scene.patchOwner({ spec: { suspend: null } });
    await nextWrite(scene.cluster, ({ object }) => {
      return object.kind === 'Deployment' && JSON.stringify(object.spec).includes('payments-api:v2');
    });

    expect(undone).toContain(':v1');
  });

  it('leaves the workload alone while it is suspended, and says for which rollback and until when', async () => {
    const scene = await setFluxScene();

    const result = await scene.executor.carryOut(scene.request);
    await twoTurns(scene);

    expect(result).toEqual({
      kind: 'applied',
      suspension: { isOwn: true, until: scene.request.suspension.until },
    });
    expect(await scene.image()).toContain(':v1');
    expect(await scene.owner()).toMatchObject({
      metadata: {
        annotations: {
          [suspendedFor]: scene.request.suspension.key,
          'shipmate.dev/resume-at': new Date(scene.request.suspension.until).toISOString(),
        },
      },
      spec: { suspend: true },
    });
  });

  it('resumes at once when the undo is refused, and nothing remains', async () => {
    const scene = await setFluxScene();
    const match = ({ method, path }: { method: string; path: string }) =>
      method === 'PATCH' && path.includes('/deployments/');
    scene.cluster.faults.next({ match, status: 403 });

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toEqual({ kind: 'forbidden', rule: 'patch deployments.apps in namespace prod' });
    const { metadata, spec } = await scene.owner();
    expect(metadata.annotations ?? {}).toEqual({});
    expect(spec).not.toHaveProperty('suspend');
    expect(scene.patches()).toBe(2);
  });

  it('that cannot be resumed then is said to be suspended still', async () => {
    const scene = await setFluxScene();
    const fail = (what: string) => {
      const match = ({ method, path }: { method: string; path: string }) =>
        method === 'PATCH' && path.includes(what);
      scene.cluster.faults.next({ match, status: 403 });
    };
    fail('/deployments/');
    const stop = scene.cluster.onWrite(({ object }) => {
      if ((object.spec as { suspend?: boolean } | undefined)?.suspend !== true) return;
      stop();
      fail('/kustomizations/');
    });

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toMatchObject({ kind: 'forbidden', suspension: { isOwn: true } });
    expect((await scene.owner()).spec.suspend).toBe(true);
  });

  it('names the rule that is missing for it', async () => {
    const scene = await setFluxScene();
    scene.cluster.faults.next({ match: isPatch, status: 403 });

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toEqual({
      kind: 'forbidden',
      rule: 'patch kustomizations.kustomize.toolkit.fluxcd.io in namespace flux-system',
    });
  });

  it('that somebody else suspended stays as it is', async () => {
    const scene = await setFluxScene();
    await scene.patchOwner({ spec: { suspend: true } });

    const result = await scene.executor.carryOut(scene.request);
    const resumed = await scene.control.resume({ key: scene.request.suspension.key, ...scene.request.way });

    expect(result).toEqual({ kind: 'applied', suspension: { isOwn: false } });
    expect(resumed).toEqual({ kind: 'not-held' });
    expect((await scene.owner()).spec.suspend).toBe(true);
    expect(scene.patches()).toBe(1);
  });

  it('that another rollback suspended says until when', async () => {
    const scene = await setFluxScene();
    const annotations = { [suspendedFor]: 'another', 'shipmate.dev/resume-at': '2026-11-25T20:00:00.000Z' };
    await scene.patchOwner({ metadata: { annotations }, spec: { suspend: true } });

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toEqual({
      kind: 'applied',
      suspension: { isOwn: false, until: Date.parse('2026-11-25T20:00:00Z') },
    });
  });

  it('is suspended once, although the answer to that was lost', async () => {
    const scene = await setFluxScene();
    // With annotations nothing that Flux writes meanwhile comes in between.
    await scene.patchOwner({ metadata: { annotations: { team: 'payments' } } });
    scene.cluster.faults.hangAfterPatch(1);

    const lost = await scene.executor.carryOut(scene.request).catch((error: unknown) => error);
    const result = await scene.executor.carryOut(scene.request);

    expect(lost).toMatchObject({ name: 'TransientError', outcome: 'unknown' });
    expect(result).toMatchObject({ kind: 'applied', suspension: { isOwn: true } });
    expect(scene.patches()).toBe(2);
  });

  it('that somebody resumed in between is not suspended again', async () => {
    const scene = await setFluxScene();
    const annotations = { [suspendedFor]: scene.request.suspension.key };
    await scene.patchOwner({ metadata: { annotations } });

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toEqual({ kind: 'refused', because: 'managed' });
    expect(scene.patches()).toBe(0);
  });

  const at = { type: 'Reconciling', status: 'True', lastTransitionTime: '2026-11-25T19:00:00Z' };

  it('that is at it is waited for', async () => {
    const scene = await setFluxScene();
    await scene.patchOwner({ spec: { suspend: true } });
    const message = 'Building manifests for revision main@sha1:8f3c2d1a with a timeout of 5m0s';
    await scene.patchStatus({ conditions: [{ ...at, reason: 'Progressing', message }] });

    const first = await scene.executor.carryOut(scene.request);
    const meanwhile = scene.patches();
    await scene.patchStatus({ conditions: [] });
    const second = await scene.executor.carryOut(scene.request);

    expect(first).toEqual({ kind: 'waiting', for: 'reconciler', suspension: { isOwn: false } });
    expect(meanwhile).toBe(0);
    expect(second).toMatchObject({ kind: 'applied' });
  });

  it.each([
    ['waits to try again', 'ProgressingWithRetry', 'Detecting drift for revision main@sha1:8f3c2d1a'],
    [
      'only looks whether the pods are healthy',
      'Progressing',
      'Running health checks for revision main@sha1:8f',
    ],
  ])('that %s is not waited for', async (_, reason, message) => {
    const scene = await setFluxScene();
    await scene.patchOwner({ spec: { suspend: true } });
    await scene.patchStatus({ conditions: [{ ...at, reason, message }] });

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toMatchObject({ kind: 'applied' });
  });

  it('whose controller is gone in the middle of a turn is not waited for for ever', async () => {
    const scene = await setFluxScene();
    await scene.patchOwner({ spec: { suspend: true } });
    await scene.patchStatus({
      conditions: [{ ...at, reason: 'Progressing', message: 'Building manifests' }],
    });
    const { suspension } = scene.request;
    const longAgo = { ...suspension, from: suspension.from - 60_000 };

    const result = await scene.executor.carryOut({ ...scene.request, suspension: longAgo });

    expect(result).toMatchObject({ kind: 'applied' });
  });

  describe('that was suspended for an undo which is too late to begin', () => {
    async function suspendedOnly() {
      const scene = await setFluxScene();
      const annotations = { [suspendedFor]: scene.request.suspension.key };
      await scene.patchOwner({ metadata: { annotations }, spec: { suspend: true } });
      return { ...scene, late: { ...scene.request, takesUpOnly: true } };
    }

    it('resumes, and the workload stays', async () => {
      const scene = await suspendedOnly();

      const result = await scene.executor.carryOut(scene.late);

      expect(result).toEqual({ kind: 'refused', because: 'not-begun' });
      const { metadata, spec } = await scene.owner();
      expect(metadata.annotations ?? {}).toEqual({});
      expect(spec).not.toHaveProperty('suspend');
      expect(await scene.image()).toContain(':v2');
    });

    it('is not waited for first', async () => {
      const scene = await suspendedOnly();
      await scene.patchStatus({
        conditions: [{ ...at, reason: 'Progressing', message: 'Building manifests' }],
      });

      const result = await scene.executor.carryOut(scene.late);

      expect(result).toEqual({ kind: 'refused', because: 'not-begun' });
    });

    it('is said to be suspended still when it cannot be resumed', async () => {
      const scene = await suspendedOnly();
      scene.cluster.faults.next({ match: isPatch, status: 403 });

      const result = await scene.executor.carryOut(scene.late);

      expect(result).toMatchObject({ because: 'not-begun', suspension: { isOwn: true } });
      expect((await scene.owner()).spec.suspend).toBe(true);
    });
  });

  it('whose suspension is set in git is left alone: it would be set back', async () => {
    const scene = await setFluxScene('HelmRelease');
    const git = scene.cluster.flux.git;
    const [release] = git.head()?.files['apps/prod/payments-api.yaml'] ?? [];
    const spec = { ...(release?.spec as object), suspend: false };
    if (release !== undefined)
      git.push({ 'apps/prod/payments-api.yaml': [{ ...release, spec }] }, 'Never suspend');
    await nextWrite(scene.cluster, ({ object }) => {
      return object.kind === 'HelmRelease' && (object.spec as { suspend?: boolean }).suspend === false;
    });

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toEqual({ kind: 'refused', because: 'suspension-contested' });
    expect(scene.patches()).toBe(0);
  });
});
