import type { Application } from '../../argo-cd-model.ts';
import type { Cluster } from '../../cluster.ts';
import { applications } from '../../resources.ts';
import { type Change, keyOf } from '../../store.ts';
import { createWorkQueue } from '../work-queue.ts';
import { argoCdNamespace, type Tracking, trackedInstance } from './apply.ts';
import { begin, complete, isInProgress, remark } from './operate.ts';
import { refresh } from './refresh.ts';
import type { Repositories } from './repositories.ts';

/** How long a sync takes. */
const syncMs = 300;

export interface Controller {
  readonly cluster: Cluster;
  readonly repositories: Repositories;
  readonly tracking: Tracking;
}

export interface ArgoCdController {
  /** Operations begin from now on and do not end, with this to say; undefined lets them end. */
  hold(because: string | undefined): void;
}

/** Argo CD's application controller: operations, the history, automated sync and self-heal. */
export function startArgoCdController(controller: Controller): ArgoCdController {
  const { cluster, repositories, tracking } = controller;
  /** When the operation of an Application is through, by performance.now(). */
  const due = new Map<string, number>();
  let held: string | undefined;

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const application = cluster.objects.find<Application>(applications, namespace, name);
    if (application === undefined || application.metadata.deletionTimestamp !== undefined) return;
    if (application.operation === undefined) {
      due.delete(key);
      const again = refresh(controller, application);
      if (again !== undefined) queue.addAfter(key, again);
    } else if (isInProgress(application)) {
      progress(key, application);
    } else {
      due.set(key, performance.now() + cluster.paced(syncMs));
      begin(controller, application);
    }
  }

  function progress(key: string, application: Application): void {
    const left = (due.get(key) ?? 0) - performance.now();
    const isTerminating = application.status?.operationState?.phase === 'Terminating';
    if (left > 0) {
      queue.addAfter(key, left);
    } else if (held !== undefined && !isTerminating) {
      remark(controller, application, held);
    } else {
      due.delete(key);
      complete(controller, application);
    }
  }

  function affectedBy({ resource, stored }: Change): string | undefined {
    if (resource === applications) return stored.key;
    const instance = trackedInstance(stored.object, tracking);
    if (instance === undefined) return undefined;
    const [namespace = '', name] = instance.split('_');
    return name === undefined ? keyOf(argoCdNamespace, namespace) : keyOf(namespace, name);
  }

  function lookAgain(isAffected: (application: Application) => boolean): void {
    for (const each of cluster.objects.all<Application>(applications)) {
      if (isAffected(each)) queue.add(keyOf(each.metadata.namespace, each.metadata.name));
    }
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe((change) => {
    const key = affectedBy(change);
    if (key !== undefined) queue.add(key);
  });
  repositories.onCommit((repoURL) => lookAgain(({ spec }) => spec.source.repoURL === repoURL));

  return {
    hold(because) {
      held = because;
      lookAgain(() => true);
    },
  };
}
