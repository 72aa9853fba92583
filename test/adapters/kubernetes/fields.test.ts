import { describe, expect, it } from 'vitest';
import { isObject } from '../../../src/adapters/kubernetes/json-field.ts';
import type { JsonShape } from '../../../src/adapters/kubernetes/json-shape.ts';
import {
  applications,
  autoscalers,
  deployments,
  gitRepositories,
  helmReleases,
  kustomizations,
  nodes,
  pods,
  replicaSets,
} from '../../../src/adapters/kubernetes/resource-kind.ts';
import { createSkimmer } from '../../../src/adapters/kubernetes/skim-json.ts';
import {
  kindOf,
  resourceKinds,
  workloadFixtures,
  workloadFolders,
} from '../../domain/rollout/workload-fixture.ts';
import { crashingPod, deploymentObject, podObject, replicaSetObject } from './objects.ts';

const terminated = {
  reason: 'OOMKilled',
  message: 'killed',
  exitCode: 137,
  signal: 9,
  startedAt: '2026-08-01T10:00:00Z',
  finishedAt: '2026-08-01T10:01:00Z',
};
const lost = {
  type: 'Ready',
  status: 'Unknown',
  reason: 'NodeStatusUnknown',
  message: 'Kubelet stopped posting node status.',
  lastHeartbeatTime: '2026-08-01T10:00:00Z',
  lastTransitionTime: '2026-08-01T10:01:00Z',
};
const container = { name: 'api', image: 'api:v1', resources: { limits: { memory: '256Mi' } } };

const metadata = { uid: 'm-1', namespace: 'flux-system', name: 'apps' };

const initializing = {
  ...podObject({ state: { terminated }, lastState: { terminated } }),
  spec: { initContainers: [{ ...container, name: 'migrate' }], containers: [container] },
};
const samples = [
  [pods, podObject()],
  [pods, crashingPod({ lastState: { terminated } })],
  [
    pods,
    { ...initializing, status: { ...statusOf(initializing), initContainerStatuses: [{ name: 'migrate' }] } },
  ],
  [replicaSets, { ...replicaSetObject(), status: { conditions: [{ type: 'ReplicaFailure' }] } }],
  [deployments, deploymentObject()],
  [nodes, { metadata: { uid: 'n-1', name: 'node-a' }, status: { conditions: [lost] } }],
  [
    autoscalers,
    {
      metadata: { uid: 'h-1', namespace: 'prod', name: 'api' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'api' } },
      status: { conditions: [{ ...lost, type: 'ScalingActive', status: 'False' }] },
    },
  ],
  [
    kustomizations,
    { metadata, spec: { path: './apps/prod/', sourceRef: { kind: 'GitRepository', name: 'fleet' } } },
  ],
  [
    helmReleases,
    {
      metadata: {
        ...metadata,
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' },
        managedFields: [
          {
            manager: 'kustomize-controller',
            operation: 'Apply',
            fieldsV1: { 'f:spec': { 'f:suspend': {} } },
          },
        ],
      },
      spec: { suspend: true },
    },
  ],
  [gitRepositories, { metadata, spec: { url: 'https://git.example/acme', ref: { branch: 'main' } } }],
  [
    applications,
    {
      metadata,
      spec: {
        source: { repoURL: 'https://git.example/acme', targetRevision: 'HEAD', path: 'apps' },
        syncPolicy: { automated: { selfHeal: true } },
      },
      status: {
        history: [
          {
            id: 3,
            revision: 'abc',
            deployStartedAt: '2026-08-01T10:00:00Z',
            deployedAt: '2026-08-01T10:00:09Z',
          },
        ],
      },
    },
  ],
] as const;

/** Of these there is little to read. */
const fewFields: ReadonlySet<string> = new Set(['kustomizations', 'helmreleases', 'gitrepositories']);

/** The value, and a note of each member that is asked for, by its path. */
function watched(value: unknown, path: string, read: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      const member: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || !(isObject(value) || /^\d+$/.test(key))) return member;
      const below = Array.isArray(value) ? `${path}[]` : `${path}.${key}`;
      read.add(below);
      return watched(member, below, read);
    },
  });
}

/** Whether the shape reads what is at the path; a member's name may have dots itself. */
function names(shape: JsonShape, path: string): boolean {
  if (shape === 'whole' || path === '') return true;
  if ('each' in shape) return path.startsWith('[]') && names(shape.each, path.slice(2));
  return Object.entries(shape.members).some(([key, member]) => {
    const rest = path.startsWith(`.${key}`) ? path.slice(key.length + 1) : undefined;
    return rest !== undefined && /^($|[.[])/.test(rest) && names(member, rest);
  });
}

function statusOf(object: object): object {
  return 'status' in object && isObject(object.status) ? object.status : {};
}

describe('the fields of a kind', () => {
  it.each(samples)(
    'name all that its projection asks for: $plural',
    ({ plural, project, fields }, object) => {
      const read = new Set<string>();

      project(watched(object, '', read), (text) => text);

      expect(read.size).toBeGreaterThan(fewFields.has(plural) ? 4 : 10);
      expect([...read].filter((path) => !names(fields, path))).toEqual([]);
    },
  );

  it.each(samples)('lose nothing that its projection keeps: $plural', ({ project, fields }, object) => {
    const skimmed = createSkimmer(fields)(Buffer.from(JSON.stringify(object)));

    expect(project(skimmed, (text) => text)).toEqual(project(object, (text) => text));
  });
});

const folders = Object.keys(workloadFolders) as (keyof typeof workloadFolders)[];
const fixtures = folders.flatMap((folder) =>
  workloadFixtures(folder).map(({ name, objects }) => [`${folder}/${name}`, objects] as const),
);

describe('the fields of the kinds in', () => {
  it.each(fixtures)('%s name what is asked for, and lose nothing', (_name, objects) => {
    for (const object of objects) {
      const { project, fields } = resourceKinds[kindOf(object)];
      const read = new Set<string>();
      project(watched(object, '', read), (text) => text);
      const skimmed = createSkimmer(fields)(Buffer.from(JSON.stringify(object)));

      expect([...read].filter((path) => !names(fields, path))).toEqual([]);
      expect(project(skimmed, (text) => text)).toEqual(project(object, (text) => text));
    }
  });
});
