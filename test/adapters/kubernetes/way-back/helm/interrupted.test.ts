import { describe, expect, it } from 'vitest';
import { type HelmScene, setRelease } from './setting.ts';

const steps = [
  'POST prod/secrets',
  'PATCH configmaps/payments-api-settings',
  'POST prod/configmaps',
  'PATCH deployments/payments-api',
  'DELETE configmaps/only-in-v2',
  'PATCH secrets/sh.helm.release.v1.payments-api.v2',
  'PATCH secrets/sh.helm.release.v1.payments-api.v3',
] as const;

const statuses = async ({ helm }: HelmScene) =>
  (await helm.history()).map(({ version, info }) => `${version} ${info.status}`);

function nameOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path.split('/').slice(-2).join('/')}`;
}

const isStep = (step: string) => (request: { method: string; path: string; query: string }) =>
  nameOf(request) === step && !request.query.includes('dryRun');

const image = (reference: string) => ({
  spec: { template: { spec: { containers: [{ name: 'payments-api', image: reference }] } } },
});

/** Never that nothing was changed: what comes before the workload may be back. */
const overtaken = {
  kind: 'refused-elsewhere',
  who: 'Kubernetes',
  said: "another version came first. Some of it may be changed: Helm's revision 3 is marked as failed.",
};

describe('a Helm rollback that is interrupted', () => {
  it.each(steps)('after %s is gone on with from there, and does nothing twice', async (step) => {
    const scene = await setRelease({ timeoutMs: 300 });
    const { standIn, executor, request, written, configMap } = scene;
    standIn.faults.loseAnswer(isStep(step));

    const lost = executor.carryOut(request);
    await expect(lost).rejects.toMatchObject({ name: 'TransientError', outcome: 'unknown' });
    const result = await executor.carryOut(request);

    expect(result.kind).toMatch(/^(applied|already-there)$/);
    expect(await statuses(scene)).toEqual(['1 superseded', '2 superseded', '3 deployed']);
    expect(written()).toEqual(steps);
    expect(await configMap('only-in-v2')).toBeUndefined();
  });

  it.each(steps)('before %s is gone on with from there', async (step) => {
    const scene = await setRelease({ timeoutMs: 300 });
    const { standIn, executor, request, written } = scene;
    standIn.faults.next({ match: (facts) => isStep(step)(facts), status: 503 });

    await expect(executor.carryOut(request)).rejects.toMatchObject({ name: 'TransientError' });
    const result = await executor.carryOut(request);

    expect(result).toEqual({ kind: 'applied' });
    expect(await statuses(scene)).toEqual(['1 superseded', '2 superseded', '3 deployed']);
    expect(written()).toEqual(steps);
  });

  it.each([401, 403, 409])('by a %i at its very end is gone on with', async (status) => {
    const scene = await setRelease();
    const last = isStep('PATCH secrets/sh.helm.release.v1.payments-api.v3');
    scene.standIn.faults.next({ match: last, status, times: status === 401 ? 2 : 1 });

    const first = await scene.executor.carryOut(scene.request).catch((error: unknown) => error);
    const second = await scene.executor.carryOut(scene.request);

    const isRetried = status === 409;
    expect(first).toMatchObject(
      isRetried ? { kind: 'applied' } : { code: 'helm-half-way', outcome: 'unknown' },
    );
    expect(second.kind).toBe(isRetried ? 'already-there' : 'applied');
    expect(await statuses(scene)).toEqual(['1 superseded', '2 superseded', '3 deployed']);
  });

  it('by a refusal after the rehearsal says so in the history, and the next one works', async () => {
    const scene = await setRelease();
    const { standIn, executor, request, helm } = scene;
    standIn.faults.next({ match: isStep('PATCH deployments/payments-api'), status: 403 });

    const result = await executor.carryOut(request);
    const again = await executor.carryOut(request);
    const next = await executor.carryOut({ ...request, key: 'offer-1-2000' });

    const said = expect.stringContaining("Helm's revision 3 is marked as failed");
    expect(result).toMatchObject({ kind: 'refused-elsewhere', who: 'Kubernetes', said });
    expect(again).toMatchObject({ kind: 'refused-elsewhere', said });
    expect(next).toEqual({ kind: 'applied' });
    const [, , third] = await helm.history();
    expect(third?.info.description).toMatch(/^Rollback "payments-api" failed: /);
    expect(await statuses(scene)).toEqual(['1 superseded', '2 superseded', '3 failed', '4 deployed']);
  });

  it('by another helm that is quicker leaves the field to it', async () => {
    const scene = await setRelease({
      async meanwhile({ method, path, query }, { helm, chart }) {
        const isLock = method === 'POST' && path.endsWith('/secrets') && query?.['dryRun'] === undefined;
        if (isLock) await helm.upgrade(chart('v3'), { isInterrupted: true });
      },
    });
    const { executor, request, written } = scene;

    const result = await executor.carryOut(request);

    expect(result.kind).toMatch(/^refused/);
    expect(written()).toEqual([]);
    expect(await statuses(scene)).toEqual(['1 superseded', '2 deployed', '3 pending-upgrade']);
  });

  it('by somebody who edits an object in the same moment leaves their edit in it', async () => {
    let isFirst = true;
    const scene = await setRelease({
      async meanwhile({ method, path, query }, { edit }) {
        const isPatch = method === 'PATCH' && path.endsWith('-settings') && query?.['dryRun'] === undefined;
        if (!isPatch || !isFirst) return;
        isFirst = false;
        await edit('api/v1', 'configmaps/payments-api-settings', { data: { EDITED: 'yes' } });
      },
    });

    const result = await scene.executor.carryOut(scene.request);

    expect(result).toEqual({ kind: 'applied' });
    expect(await scene.configMap('payments-api-settings')).toEqual({ LOG_LEVEL: 'info', EDITED: 'yes' });
    expect(scene.written()).toEqual(steps);
  });

  it.each([
    ['before it is looked at once more', 'GET'],
    ['as it is written', 'PATCH'],
  ])('by somebody with kubectl, %s, does not go over what they have brought', async (_when, verb) => {
    let edits = 0;
    const scene = await setRelease({
      async meanwhile({ method = 'GET', path, query }, { edit, written }) {
        const isWorkload = path.endsWith('/deployments/payments-api') && query?.['dryRun'] === undefined;
        if (!isWorkload || method !== verb || !written().includes('POST prod/configmaps') || edits > 0)
          return;
        edits += 1;
        await edit('apis/apps/v1', 'deployments/payments-api', image('registry.example.com/x:v9'));
      },
    });

    const result = await scene.executor.carryOut(scene.request);

    expect(edits).toBe(1);
    expect(result).toEqual(overtaken);
    expect(scene.written()).toContain('PATCH configmaps/payments-api-settings');
    expect(scene.written()).not.toContain('PATCH deployments/payments-api');
    expect(await statuses(scene)).toEqual(['1 superseded', '2 superseded', '3 failed']);
  });

  it('by somebody with kubectl does not go over what they have brought', async () => {
    const scene = await setRelease({ timeoutMs: 300 });
    const { standIn, executor, request, seen } = scene;
    standIn.faults.loseAnswer(isStep('POST prod/secrets'));
    await executor.carryOut(request).catch(() => undefined);
    await scene.edit('apis/apps/v1', 'deployments/payments-api', {
      spec: {
        template: { spec: { containers: [{ name: 'payments-api', image: 'registry.example.com/x:v9' }] } },
      },
    });
    await seen(3, false);

    const result = await executor.carryOut(request);

    expect(result).toEqual(overtaken);
    expect(await statuses(scene)).toEqual(['1 superseded', '2 superseded', '3 failed']);
  });
});
