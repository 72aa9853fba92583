import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../../../sandbox/helm/index.ts';
import type { KubernetesStandInOptions } from '../../../../../sandbox/kubernetes/index.ts';
import { kubernetesManifests } from '../../../../deploy/manifests.ts';
import { setRelease } from './setting.ts';

/** What the roles of deploy/ let Shipmate do in the namespace. */
const granted: ReadonlySet<string> = new Set(
  kubernetesManifests()
    .filter(({ metadata }) => metadata?.name?.startsWith('shipmate-rollback') === true)
    .flatMap(({ rules = [] }) => rules)
    .flatMap(({ resources, verbs }) => resources.flatMap((each) => verbs.map((verb) => `${verb} ${each}`))),
);

type Permissions = NonNullable<KubernetesStandInOptions['permissions']>;

const hook = { name: 'migrate', kind: 'Job', path: 'api/templates/job.yaml', manifest: '' };
const withHooks = (chart: Chart): Chart => ({ ...chart, hooks: [{ ...hook, events: ['post-rollback'] }] });

/** What is refused must leave history and objects as they were. */
async function refused(scene: Awaited<ReturnType<typeof setRelease>>) {
  const before = await scene.helm.history();
  const result = await scene.executor.carryOut(scene.request);
  expect(scene.written()).toEqual([]);
  expect(await scene.helm.history()).toEqual(before);
  expect(await scene.configMap('only-in-v2')).toBeDefined();
  return result;
}

describe('a Helm rollback is refused, and changes nothing', () => {
  it('while another helm is at work, or was interrupted', async () => {
    const scene = await setRelease({ upgrade: {} });
    await scene.helm.upgrade(scene.chart('v2', 'crashing'), { isInterrupted: true });

    expect(await refused(scene)).toEqual({
      kind: 'refused-elsewhere',
      who: 'Helm',
      said: 'revision 3 is pending-upgrade: another helm is at work on it, or was interrupted (helm history payments-api -n prod). Nothing was changed.',
    });
  });

  it('when Helm would run hooks', async () => {
    expect(await refused(await setRelease({ v1: withHooks }))).toMatchObject({
      who: 'Helm',
      said: expect.stringContaining('revision 1 has hooks that run at a rollback (post-rollback migrate)'),
    });
  });

  it('but not for hooks of the version that is left', async () => {
    const { executor, request } = await setRelease({ v2: withHooks });

    expect(await executor.carryOut(request)).toEqual({ kind: 'applied' });
  });

  it('when there is no record', async () => {
    const scene = await setRelease();
    const way = { kind: 'helm', release: { namespace: 'prod', name: 'another' } } as const;

    expect(await refused({ ...scene, request: { ...scene.request, way } })).toEqual({
      kind: 'refused',
      because: 'managed',
    });
  });

  it('when no revision has the pods of the target: it was made past Helm', async () => {
    const scene = await setRelease();
    const { target } = scene.request;
    const images = target.images.map((each) => ({ ...each, image: 'registry.example.com/other:v1' }));

    const request = { ...scene.request, target: { ...target, images }, targetLabel: 'v0' };

    expect(await refused({ ...scene, request })).toMatchObject({
      who: 'Helm',
      said: 'its history has no revision with the pods of v0. Nothing was changed.',
    });
  });

  it('when the record of what is left cannot be read', async () => {
    const scene = await setRelease();
    await scene.spoil(2);

    expect(await scene.executor.carryOut(scene.request)).toEqual({
      kind: 'refused-elsewhere',
      who: 'Helm',
      said: 'Secret sh.helm.release.v1.payments-api.v2 holds no release of Helm. Nothing was changed.',
    });
    expect(scene.written()).toEqual([]);
  });

  it('but not when a record in between cannot be read', async () => {
    const scene = await setRelease();
    await scene.helm.upgrade(scene.chart('v3', 'crashing'));
    await scene.seen(3, false);
    await scene.spoil(2);

    const result = await scene.executor.carryOut({ ...scene.request, current: await scene.look(3) });

    expect(result).toEqual({ kind: 'applied' });
  });

  it('when the cluster does not keep the target any more', async () => {
    const scene = await setRelease();
    const target = { ...scene.request.target, revisionName: 'gone', revisionUid: 'gone' };

    expect(await refused({ ...scene, request: { ...scene.request, target } })).toEqual({
      kind: 'refused',
      because: 'target-gone',
    });
  });

  it('when what it would make again belongs to somebody else by now', async () => {
    const scene = await setRelease();
    await fetch(`${scene.standIn.url}/api/v1/namespaces/prod/configmaps`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
      body: JSON.stringify({ metadata: { name: 'only-in-v1' }, data: { whose: 'mine' } }),
    });

    expect(await refused(scene)).toMatchObject({
      who: 'Helm',
      said: expect.stringContaining("ConfigMap only-in-v1 is there already, and is not the release's"),
    });
  });

  it('when the cluster does not serve a kind any more', async () => {
    const scene = await setRelease({
      v1: (chart) => chart,
    });
    const [first] = await scene.helm.history();
    const old = '---\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: api}\n';
    await scene.rewrite({ ...(first ?? expect.fail()), manifest: `${first?.manifest}${old}` });

    expect(await refused(scene)).toMatchObject({
      who: 'Helm',
      said: expect.stringContaining('the cluster does not serve PodDisruptionBudget of policy/v1beta1'),
    });
  });

  it('when the API server does not take a Secret, without quoting it', async () => {
    const scene = await setRelease();
    const [first = expect.fail()] = await scene.helm.history();
    const secret =
      '---\napiVersion: v1\nkind: Secret\nmetadata: {name: keys}\ndata: {"sw0rd fish": c2VjcmV0}\n';
    await scene.rewrite({ ...first, manifest: `${first.manifest}${secret}` });
    let made = 0;
    const isSecond = () => {
      made += 1;
      return made === 2;
    };
    scene.standIn.faults.next({
      // The first that is made is the record.
      match: ({ method, path }) => method === 'POST' && path.endsWith('/secrets') && isSecond(),
      status: 422,
      body: '{"kind":"Status","message":"Secret is invalid: data[sw0rd fish]: Invalid value"}',
    });

    const result = await refused(scene);

    expect(result).toEqual({
      kind: 'refused-elsewhere',
      who: 'Helm',
      said: 'the API server does not take Secret keys of it. Nothing was changed.',
    });
  });

  it('when the API server does not take an object', async () => {
    const scene = await setRelease();
    const [first] = await scene.helm.history();
    const immutable = (first ?? expect.fail()).manifest.replace(
      'selector:\n    matchLabels:\n',
      'selector:\n    matchLabels:\n      changed: "true"\n',
    );
    await scene.rewrite({ ...(first ?? expect.fail()), manifest: immutable });

    expect(await refused(scene)).toMatchObject({
      who: 'Kubernetes',
      said: expect.stringMatching(/selector.*Nothing was changed\.$/),
    });
  });
});

describe('what a Helm rollback may not do', () => {
  const without =
    (verb: string, plural: string): Permissions =>
    (asked, _group, resource) =>
      asked !== verb || resource !== plural;

  it.each([
    ['list', 'secrets', 'list secrets in namespace prod'],
    ['get', 'secrets', 'get secrets in namespace prod'],
    ['create', 'secrets', 'create secrets in namespace prod'],
    ['patch', 'secrets', 'patch secrets in namespace prod'],
    ['patch', 'deployments', 'patch deployments.apps in namespace prod'],
    ['create', 'configmaps', 'create configmaps in namespace prod'],
    ['delete', 'configmaps', 'delete configmaps in namespace prod'],
    ['get', 'replicasets', 'get replicasets.apps in namespace prod'],
  ])('is named: %s %s', async (verb, plural, rule) => {
    let isWatching = true;
    const permissions: Permissions = (...asked) => isWatching || without(verb, plural)(...asked);
    const scene = await setRelease({ options: { permissions } });
    const before = await scene.helm.history();
    isWatching = false;

    const result = await scene.executor.carryOut(scene.request);
    isWatching = true;

    expect(result).toEqual({ kind: 'forbidden', rule });
    expect(scene.written()).toEqual([]);
    expect(await scene.helm.history()).toEqual(before);
    expect(await scene.configMap('only-in-v2')).toBeDefined();
  });

  it.each(['Deployment', 'StatefulSet', 'DaemonSet'] as const)(
    'is in the roles of deploy/: %s',
    async (kind) => {
      let isWatching = true;
      const permissions: Permissions = (verb, _group, plural) =>
        isWatching || granted.has(`${verb} ${plural}`);
      const { executor, request } = await setRelease({ kind, options: { permissions } });
      isWatching = false;

      const result = await executor.carryOut(request);
      isWatching = true;

      expect(result).toEqual({ kind: 'applied' });
    },
  );
});
