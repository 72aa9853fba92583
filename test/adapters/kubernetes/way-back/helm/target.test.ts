import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../../../sandbox/helm/index.ts';
import { setRelease } from './setting.ts';

/** The same images, with another configuration of the pods. */
function withLevel(level: string): (chart: Chart) => Chart {
  return (chart) =>
    JSON.parse(
      JSON.stringify(chart).replaceAll('"image":', `"env":[{"name":"LEVEL","value":"${level}"}],"image":`),
    );
}

describe('the revision that a Helm rollback goes to', () => {
  it('is the one with the pods that were confirmed, not another of the same image', async () => {
    const sameImage = (chart: Chart) => ({ ...withLevel('loud')(chart) });
    const scene = await setRelease();
    await scene.helm.upgrade(sameImage(scene.chart('v1', 'crashing')));
    await scene.seen(3, false);
    const current = await scene.look(3);

    const result = await scene.executor.carryOut({ ...scene.request, current });
    const history = await scene.helm.history();

    expect(result).toEqual({ kind: 'applied' });
    expect(history.at(-1)).toMatchObject({ version: 4, info: { description: 'Rollback to 1' } });
  });

  it('is the current one when the trouble was made past Helm', async () => {
    const scene = await setRelease({ v2: (chart) => chart });
    await scene.edit('apis/apps/v1', 'deployments/payments-api', {
      spec: {
        template: { spec: { containers: [{ name: 'payments-api', image: 'registry.example.com/x:v9' }] } },
      },
    });
    await scene.seen(3, false);
    const [current, target] = [await scene.look(3), scene.request.current];

    const result = await scene.executor.carryOut({ ...scene.request, current, target, targetLabel: 'v2' });

    expect(result).toEqual({ kind: 'applied' });
    expect((await scene.helm.history()).at(-1)).toMatchObject({
      version: 3,
      info: { description: 'Rollback to 2', status: 'deployed' },
    });
  });

  it('keeps what is to be kept, and the labels that people put on a release', async () => {
    const kept = (chart: Chart): Chart => ({
      ...chart,
      objects: chart.objects.map((each) =>
        each.metadata.name === 'only-in-v2'
          ? { ...each, metadata: { ...each.metadata, annotations: { 'helm.sh/resource-policy': 'keep' } } }
          : each,
      ),
    });
    const scene = await setRelease({ v2: kept });

    await scene.executor.carryOut(scene.request);

    expect(await scene.configMap('only-in-v2')).toEqual({ version: 'v2' });
  });

  it('lets Helm go on: the next upgrade finds a release that it knows', async () => {
    const scene = await setRelease({ upgrade: { applyMethod: 'ssa' } });
    await scene.executor.carryOut(scene.request);
    await scene.seen(3, false);

    await scene.helm.upgrade(scene.chart('v3'));
    const history = await scene.helm.history();

    expect(history.map(({ info }) => info.status)).toEqual([
      'superseded',
      'superseded',
      'superseded',
      'deployed',
    ]);
    expect(history[2]).toMatchObject({ apply_method: 'csa' });
    expect(await scene.configMap('only-in-v1')).toBeUndefined();
  });

  it('is reached by a StatefulSet that waits for its pods, when they may be deleted', async () => {
    const { executor, request, seen, written } = await setRelease({ kind: 'StatefulSet' });

    const result = await executor.carryOut({ ...request, deletesStuckPods: true });
    await seen(3, true);

    expect(result).toEqual({ kind: 'applied' });
    expect(written().filter((each) => each.startsWith('DELETE pods/'))).toHaveLength(1);
  });
});
