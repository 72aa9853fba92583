import { describe, expect, it } from 'vitest';
import { mergePatch, mergeThreeWay } from '../../../../../src/adapters/kubernetes/way-back/helm/three-way.ts';

type Fields = Readonly<Record<string, unknown>>;

const deployment = (spec: Fields) => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec });
const podSpec = (spec: Fields) => deployment({ template: { spec } });

/** What becomes of the live object, of the same kind on all three sides. */
function merge(of: (fields: Fields) => Fields, [original, target, live]: readonly Fields[]) {
  return mergeThreeWay({
    original: of(original ?? {}),
    target: of(target ?? {}),
    live: of(live ?? {}),
  });
}

describe('a three-way merge', () => {
  it.each<[string, typeof deployment, readonly Fields[], Fields]>([
    [
      'says what the target says',
      deployment,
      [{ replicas: 2 }, { replicas: 3 }, { replicas: 2 }],
      { replicas: 3 },
    ],
    [
      'takes away what only the original said',
      deployment,
      [{ minReadySeconds: 5 }, {}, { minReadySeconds: 5 }],
      {},
    ],
    [
      'leaves what neither said',
      deployment,
      [{}, {}, { revisionHistoryLimit: 10 }],
      { revisionHistoryLimit: 10 },
    ],
    [
      'undoes what somebody did by hand, as Helm does',
      deployment,
      [{ replicas: 3 }, { replicas: 3 }, { replicas: 9 }],
      { replicas: 3 },
    ],
    ['takes null for nothing', deployment, [{}, { paused: null }, { paused: true }], {}],
    [
      'merges containers by name, and leaves what was injected',
      podSpec,
      [
        { containers: [{ name: 'api', image: 'v2', stdin: true }] },
        { containers: [{ name: 'api', image: 'v1' }] },
        {
          containers: [
            { name: 'api', image: 'v2', stdin: true, terminationMessagePath: '/dev/x' },
            { name: 'injected', image: 'proxy' },
          ],
        },
      ],
      {
        containers: [
          { name: 'api', image: 'v1', terminationMessagePath: '/dev/x' },
          { name: 'injected', image: 'proxy' },
        ],
      },
    ],
    [
      'takes away a container that only the original had',
      podSpec,
      [
        { containers: [{ name: 'api' }, { name: 'proxy' }] },
        { containers: [{ name: 'api' }] },
        { containers: [{ name: 'api' }, { name: 'proxy' }] },
      ],
      { containers: [{ name: 'api' }] },
    ],
    [
      'puts variables in the order of the target',
      podSpec,
      [
        { containers: [{ name: 'api', env: [{ name: 'B' }, { name: 'A' }] }] },
        { containers: [{ name: 'api', env: [{ name: 'A' }, { name: 'B' }] }] },
        { containers: [{ name: 'api', env: [{ name: 'B' }, { name: 'A' }] }] },
      ],
      { containers: [{ name: 'api', env: [{ name: 'A' }, { name: 'B' }] }] },
    ],
    [
      'has one source for a volume',
      podSpec,
      [
        { volumes: [{ name: 'config', secret: { secretName: 'a' } }] },
        { volumes: [{ name: 'config', configMap: { name: 'a' } }] },
        { volumes: [{ name: 'config', secret: { secretName: 'a', defaultMode: 420 } }] },
      ],
      { volumes: [{ name: 'config', configMap: { name: 'a' } }] },
    ],
    [
      'has one strategy',
      deployment,
      [{}, { strategy: { type: 'Recreate' } }, { strategy: { type: 'RollingUpdate', rollingUpdate: {} } }],
      { strategy: { type: 'Recreate' } },
    ],
    [
      'keeps the defaults of a strategy that does not change',
      deployment,
      [
        {},
        { strategy: { rollingUpdate: { maxSurge: 1 } } },
        { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
      ],
      { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
    ],
    [
      'replaces a list whose items have no key',
      podSpec,
      [{ tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] }, { tolerations: [{ key: 'a' }] }],
      { tolerations: [{ key: 'b' }] },
    ],
    [
      'leaves the defaults in such a list, when nothing of it differs',
      podSpec,
      [
        { tolerations: [{ key: 'a' }] },
        { tolerations: [{ key: 'a' }] },
        { tolerations: [{ key: 'a', operator: 'Equal' }] },
      ],
      { tolerations: [{ key: 'a', operator: 'Equal' }] },
    ],
    [
      'replaces it when somebody has put something in',
      podSpec,
      [
        { tolerations: [{ key: 'a' }] },
        { tolerations: [{ key: 'a' }] },
        { tolerations: [{ key: 'a' }, { key: 'b' }] },
      ],
      { tolerations: [{ key: 'a' }] },
    ],
    [
      'replaces a list whose keys are not unique: two protocols on one port',
      podSpec,
      [
        {},
        {
          ports: [
            { containerPort: 53, protocol: 'TCP' },
            { containerPort: 53, protocol: 'UDP' },
          ],
        },
        { ports: [{ containerPort: 53, protocol: 'TCP', name: 'dns' }] },
      ],
      {
        ports: [
          { containerPort: 53, protocol: 'TCP' },
          { containerPort: 53, protocol: 'UDP' },
        ],
      },
    ],
  ])('%s', (_what, of, sides, expected) => {
    expect(merge(of, sides)).toEqual(of(expected));
  });

  it('keeps the node port of a service', () => {
    const service = (ports: readonly object[]) => ({ apiVersion: 'v1', kind: 'Service', spec: { ports } });

    const merged = mergeThreeWay({
      original: service([{ port: 80, targetPort: 8081 }]),
      target: service([{ port: 80, targetPort: 8080 }]),
      live: service([{ port: 80, targetPort: 8081, nodePort: 30_080 }]),
    });

    expect(merged).toEqual(service([{ port: 80, targetPort: 8080, nodePort: 30_080 }]));
  });

  it('touches of a custom resource only what differs between the manifests', () => {
    const custom = (spec: Fields) => ({ apiVersion: 'acme.example/v1', kind: 'Queue', spec });

    const merged = mergeThreeWay({
      original: custom({ size: 2, env: [{ name: 'A' }] }),
      target: custom({ size: 1, env: [{ name: 'A' }] }),
      live: custom({ size: 2, env: [{ name: 'A' }, { name: 'defaulted' }] }),
    });

    expect(merged).toEqual(custom({ size: 1, env: [{ name: 'A' }, { name: 'defaulted' }] }));
  });
});

describe('a merge patch', () => {
  it.each<[string, Fields, Fields, Fields | undefined]>([
    ['of what is the same is none', { a: { b: [1] } }, { a: { b: [1] } }, undefined],
    ['has what is new and what is other', { a: 1 }, { a: 2, b: { c: 3 } }, { a: 2, b: { c: 3 } }],
    ['takes away by null', { a: { b: 1, c: 2 } }, { a: { b: 1 } }, { a: { c: null } }],
    ['has lists whole', { a: [1, 2] }, { a: [1] }, { a: [1] }],
  ])('%s', (_what, from, to, expected) => {
    expect(mergePatch(from, to)).toEqual(expected);
  });
});
