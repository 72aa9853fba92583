import { describe, expect, it } from 'vitest';
import { setFluxScene, twoTurns } from './flux-scene.ts';

const isPatch = ({ method }: { method: string }) => method === 'PATCH';

describe('a resumer', () => {
  it('takes off its own suspension, once', async () => {
    const scene = await setFluxScene();
    const suspension = { key: scene.request.suspension.key, ...scene.request.way };
    await scene.executor.carryOut(scene.request);

    const first = await scene.control.resume(suspension);
    const second = await scene.control.resume(suspension);

    expect([first, second]).toEqual([{ kind: 'resumed' }, { kind: 'not-held' }]);
    const { metadata, spec } = await scene.owner();
    expect(metadata.annotations ?? {}).toEqual({});
    expect(spec).not.toHaveProperty('suspend');
    expect(scene.patches()).toBe(3);
  });

  it('takes its marks off what somebody has resumed', async () => {
    const scene = await setFluxScene();
    await scene.executor.carryOut(scene.request);
    await scene.patchOwner({ spec: { suspend: false } });

    const result = await scene.control.resume({ key: scene.request.suspension.key, ...scene.request.way });

    expect(result).toEqual({ kind: 'not-held' });
    expect((await scene.owner()).metadata.annotations ?? {}).toEqual({});
  });

  it('names the rule that is missing', async () => {
    const scene = await setFluxScene();
    await scene.executor.carryOut(scene.request);
    scene.cluster.faults.next({ match: isPatch, status: 403 });

    const result = await scene.control.resume({ key: scene.request.suspension.key, ...scene.request.way });

    expect(result).toEqual({
      kind: 'forbidden',
      rule: 'patch kustomizations.kustomize.toolkit.fluxcd.io in namespace flux-system',
    });
  });

  it('has nothing to do where the object is gone', async () => {
    const scene = await setFluxScene();
    const object = { namespace: 'flux-system', name: 'gone' };

    const result = await scene.control.resume({ key: 'offer', owner: 'Kustomization', object });

    expect(result).toEqual({ kind: 'not-held' });
  });
});

describe('a resumption after which git may have changed', () => {
  const suspension = async () => {
    const scene = await setFluxScene();
    await scene.executor.carryOut(scene.request);
    const { key } = scene.request.suspension;
    return { ...scene, resume: () => scene.control.resume({ key, ...scene.request.way, isFresh: true }) };
  };
  const isAt = (version: string) => (image: string) => image.endsWith(`:${version}`);

  it('has git fetched first, so that what was reverted does not come back for a moment', async () => {
    const scene = await suspension();
    const asked: string[] = [];
    scene.cluster.onWrite(({ object }) => {
      if (object.kind === 'Deployment') asked.push(JSON.stringify(object.spec));
    });
    scene.cluster.flux.git.revert();

    const result = await scene.resume();
    await twoTurns(scene);

    expect(result).toEqual({ kind: 'resumed' });
    expect(await scene.image()).toSatisfy(isAt('v1'));
    expect(asked.filter((spec) => spec.includes('payments-api:v2'))).toEqual([]);
  });

  it.each([409, 422])('asks for that again when the repository moved in between (%s)', async (status) => {
    const scene = await suspension();
    const match = ({ method, path }: { method: string; path: string }) =>
      method === 'PATCH' && path.includes('/gitrepositories/');
    scene.cluster.faults.next({ match, status });

    expect(await scene.resume()).toEqual({ kind: 'resumed' });
    expect(scene.cluster.requests.filter(match).map((each) => each.status)).toEqual([status, 200]);
  });

  it('resumes all the same when that may not be asked for', async () => {
    const scene = await suspension();
    const match = ({ method, path }: { method: string; path: string }) =>
      method === 'PATCH' && path.includes('/gitrepositories/');
    scene.cluster.faults.next({ match, status: 403 });

    expect(await scene.resume()).toEqual({ kind: 'resumed' });
    expect((await scene.owner()).spec).not.toHaveProperty('suspend');
  });

  it('asks for nothing where it has nothing to resume', async () => {
    const scene = await setFluxScene();

    const result = await scene.control.resume({ key: 'other', ...scene.request.way, isFresh: true });

    expect(result).toEqual({ kind: 'not-held' });
    expect(scene.patches()).toBe(0);
  });
});

describe('what git has since', () => {
  const suspended = async (owner: 'Kustomization' | 'HelmRelease' = 'Kustomization') => {
    const scene = await setFluxScene(owner);
    // A turn that began before is over.
    await twoTurns(scene);
    await scene.executor.carryOut(scene.request);
    return scene;
  };

  it('is unchanged as long as nobody pushes', async () => {
    const scene = await suspended();
    await twoTurns(scene);

    expect(await scene.control.sourceNews(scene.request.way)).toBe('unchanged');
  });

  it('has moved on once somebody did, and it was fetched', async () => {
    const scene = await suspended();
    scene.cluster.flux.git.revert();
    await twoTurns(scene);

    expect(await scene.control.sourceNews(scene.request.way)).toBe('moved');
  });

  it('is not told of a HelmRelease, which somebody else applies', async () => {
    const scene = await suspended('HelmRelease');

    expect(await scene.control.sourceNews(scene.request.way)).toBe('unknown');
  });

  it('is not known where it may not be read', async () => {
    const scene = await suspended();
    const match = ({ path }: { path: string }) => path.includes('/gitrepositories/');
    scene.cluster.faults.next({ match, status: 403 });

    expect(await scene.control.sourceNews(scene.request.way)).toBe('unknown');
  });

  it('is not known of what is not there', async () => {
    const scene = await suspended();
    const object = { namespace: 'flux-system', name: 'gone' };

    expect(await scene.control.sourceNews({ owner: 'Kustomization', object })).toBe('unknown');
  });
});
