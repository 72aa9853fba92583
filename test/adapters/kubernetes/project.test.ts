import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntern } from '../../../src/adapters/kubernetes/intern.ts';
import { deployments, pods } from '../../../src/adapters/kubernetes/resource-kind.ts';
import { resourceKinds } from '../../domain/rollout/workload-fixture.ts';
import { crashingPod, deploymentObject, replicaSetObject } from './objects.ts';

const intern = createIntern();
const kinds = Object.values(resourceKinds);

/** The same object with one field, anywhere in it, replaced by something that does not belong there. */
const damaged = fc
  .tuple(
    fc.constantFrom(deploymentObject(), replicaSetObject(), crashingPod()),
    fc.nat(60),
    fc.anything({ withNullPrototype: true }),
  )
  .map(([object, place, junk]) => {
    let at = 0;
    return JSON.parse(JSON.stringify(object), (_key, value: unknown) => {
      at += 1;
      return at === place ? junk : value;
    });
  });

describe('the projection', () => {
  it('keeps what the domain reads of a pod', () => {
    const pod = {
      ...crashingPod(),
      spec: {
        nodeName: 'node-a',
        initContainers: [{ name: 'migrate', image: 'registry.example/migrate:v1' }],
        containers: [{ name: 'api', image: 'payments:v1', resources: { limits: { memory: '256Mi' } } }],
      },
    };

    const snapshot = pods.project(pod, intern);

    expect(snapshot).toEqual({
      uid: 'payments-api-hash1-0-uid',
      namespace: 'prod',
      name: 'payments-api-hash1-0',
      ownerUid: 'payments-api-rs1-uid',
      revisionHash: '',
      createdAt: Date.parse('2026-08-01T10:00:00Z'),
      nodeName: 'node-a',
      phase: 'Running',
      reason: '',
      message: '',
      conditions: [{ type: 'Ready', status: 'False', reason: '', message: '', lastUpdateAt: 0 }],
      isDeleting: false,
      isReady: false,
      containers: [
        {
          name: 'api',
          role: 'app',
          image: 'payments:v1',
          isReady: false,
          restarts: 3,
          memoryLimit: '256Mi',
          state: {
            kind: 'waiting',
            reason: 'CrashLoopBackOff',
            message: 'back-off 40s restarting failed container',
          },
          lastTermination: {
            kind: 'terminated',
            reason: 'Error',
            message: '',
            exitCode: 1,
            signal: 0,
            startedAt: 0,
            finishedAt: 0,
          },
        },
      ],
    });
  });

  it('leaves out labels and annotations that nobody reads', () => {
    const object = deploymentObject();
    const annotations = {
      'shipmate.dev/channel': '#team-payments',
      'argocd.argoproj.io/tracking-id': 'payments:apps/Deployment:prod/payments-api',
      'kubernetes.io/change-cause': 'v2',
      'kubectl.kubernetes.io/last-applied-configuration': 'x'.repeat(50_000),
      'deployment.kubernetes.io/revision': '7',
    };

    const snapshot = deployments.project(
      { ...object, metadata: { ...object.metadata, annotations } },
      intern,
    );

    expect(snapshot?.revision).toBe(7);
    expect(Object.keys(snapshot?.annotations ?? {})).toEqual([
      'shipmate.dev/channel',
      'argocd.argoproj.io/tracking-id',
      'kubernetes.io/change-cause',
    ]);
  });

  it.each([
    ['a number as a string', { observedGeneration: '7' }, 7],
    ['a fraction', { observedGeneration: 1.5 }, 0],
    ['a list', { observedGeneration: [7] }, 0],
    ['nothing', {}, 0],
  ])('reads %s as a count or as zero', (_what, status, expected) => {
    const snapshot = deployments.project({ ...deploymentObject(), status }, intern);

    expect(snapshot?.observedGeneration).toBe(expected);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.anything()), (value) => {
        for (const { project } of kinds) {
          const snapshot = project(value, intern);

          expect(snapshot === undefined || (snapshot.uid !== '' && snapshot.name !== '')).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
