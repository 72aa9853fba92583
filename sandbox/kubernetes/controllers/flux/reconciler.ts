import { goDuration } from '../../../../src/adapters/kubernetes/go-duration.ts';
import { type Cluster, timestamp } from '../../cluster.ts';
import type { Condition } from '../../model.ts';
import type { Resource } from '../../resources.ts';
import { ApiError } from '../../status.ts';
import { keyOf } from '../../store.ts';
import { createWorkQueue, type WorkQueue } from '../work-queue.ts';
import type { FluxObject, FluxStatus } from './flux-model.ts';

/** What one controller of Flux's does with one object, once it is its turn. */
export interface Reconciliation<T extends FluxObject> {
  readonly resource: Resource;
  readonly controller: string;
  /** What it says while it is at it. */
  readonly progress: (object: T) => string;
  /** Acts on the object as it was when the turn began; what it answers becomes part of the status. */
  readonly act: (object: T) => {
    readonly reason: string;
    readonly message: string;
    readonly status?: object;
  };
}

const requestedAt = 'reconcile.fluxcd.io/requestedAt';
/** How long a turn takes at a person's pace. */
const turnMs = 400;
const defaultIntervalMs = 60_000;

/**
 * The loop that Flux's controllers share: at each change of the specification, when asked to, and at its interval. One
 * that is suspended is left alone, its status, too; a turn that has begun is not stopped by it. See
 * https://fluxcd.io/flux/components/kustomize/kustomizations/#suspend
 */
export function startReconciler<T extends FluxObject>(
  cluster: Cluster,
  { resource, controller, progress, act }: Reconciliation<T>,
): Pick<WorkQueue, 'add'> {
  const atWork = new Set<string>();
  const again = new Set<string>();
  const writer = { manager: controller, subresource: 'status' };

  function sync(key: string): void {
    const object = find(key);
    if (object === undefined || object.spec.suspend === true) return;
    if (atWork.has(key)) return void again.add(key);
    atWork.add(key);
    const message = progress(object);
    write(key, {
      conditions: [
        condition('Ready', 'Unknown', 'Progressing', 'Reconciliation in progress'),
        condition('Reconciling', 'True', 'Progressing', message),
      ],
    });
    cluster.timers.after(cluster.paced(turnMs), () => end(key, object));
  }

  function end(key: string, object: T): void {
    atWork.delete(key);
    const { generation: observedGeneration = 1, annotations = {} } = object.metadata;
    const handled = annotations[requestedAt];
    const seen = {
      observedGeneration,
      ...(handled === undefined ? {} : { lastHandledReconcileAt: handled }),
    };
    try {
      const { reason, message, status = {} } = act(object);
      write(key, { ...status, ...seen, conditions: [condition('Ready', 'True', reason, message)] });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const failed = condition('Ready', 'False', 'ReconciliationFailed', error.message);
      const retried = condition('Reconciling', 'True', 'ProgressingWithRetry', progress(object));
      write(key, { conditions: [failed, retried] });
    }
    if (again.delete(key)) queue.add(key);
    else queue.addAfter(key, cluster.paced(goDuration(object.spec.interval) ?? defaultIntervalMs));
  }

  function find(key: string): T | undefined {
    const [namespace = '', name = ''] = key.split('/');
    return cluster.objects.find<T>(resource, namespace, name);
  }

  function write(key: string, change: FluxStatus): void {
    const current = find(key);
    if (current === undefined) return;
    const status = { ...current.status, ...change };
    cluster.objects.update(resource, { ...current, status }, writer);
  }

  function condition(type: string, status: Condition['status'], reason: string, message: string): Condition {
    return { type, status, reason, message, lastTransitionTime: timestamp(cluster.now()) };
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe((change) => {
    if (change.resource !== resource || change.type === 'DELETED') return;
    const { metadata } = change.stored.object;
    const before = change.previous?.object.metadata;
    const isAsked = metadata.annotations?.[requestedAt] !== before?.annotations?.[requestedAt];
    if (before?.generation !== metadata.generation || isAsked) {
      queue.add(keyOf(metadata.namespace, metadata.name));
    }
  });
  return queue;
}
