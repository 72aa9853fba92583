import {
  type Application,
  type ApplicationStatus,
  automatedSyncOf,
  type Operation,
} from '../../argo-cd-model.ts';
import { type Cluster, timestamp } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import { resourceStatus, strays, targeted } from './apply.ts';
import type { Controller } from './controller.ts';
import { SourceError } from './repositories.ts';
import { writeApplication } from './write.ts';

/** Before drift is put back: `controller.selfHealTimeoutSeconds`. */
const selfHealMs = 5_000;

/** Compares an Application with git. Answers after how long it is to be looked at again. */
export function refresh(controller: Controller, application: Application): number | undefined {
  const { cluster } = controller;
  const status = comparedStatus(controller, application);
  if (!isSame(status, application.status)) writeApplication(cluster, { ...application, status });
  const next = automatedOperation(cluster, application, status);
  if (next === undefined || typeof next === 'number') return next;
  // What another operation has left goes, as in SetAppOperation of util/argo/argo.go.
  const { operationState: _, ...rest } = status;
  writeApplication(cluster, { ...application, operation: next, status: rest });
  return undefined;
}

function comparedStatus(
  { cluster, repositories, tracking }: Controller,
  application: Application,
): ApplicationStatus {
  const { spec, status = {} } = application;
  const { source, destination } = spec;
  const comparedTo = { source, destination };
  const { conditions: known = [], ...rest } = status;
  try {
    const revision = repositories.resolve(source);
    const requests = repositories
      .read(source, revision)
      .map((request) => targeted(application, request, tracking));
    const resources = [
      ...requests.map((request) => resourceStatus(cluster, request)),
      ...strays(cluster, application, { requests, tracking }),
    ];
    const isSynced = resources.every((each) => each.status === 'Synced');
    return { ...rest, resources, sync: { status: isSynced ? 'Synced' : 'OutOfSync', revision, comparedTo } };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { message } = error;
    const condition = known.find((each) => each.message === message) ?? {
      type: 'ComparisonError',
      message,
      lastTransitionTime: timestamp(cluster.now()),
    };
    return { ...rest, conditions: [condition], sync: { status: 'Unknown', comparedTo } };
  }
}

/** appcontroller.go, autoSync: a commit is attempted once, and again only to put drift back. */
function automatedOperation(
  cluster: Cluster,
  application: Application,
  { sync, operationState }: ApplicationStatus,
): Operation | number | undefined {
  const automated = automatedSyncOf(application);
  if (automated === undefined || sync?.status !== 'OutOfSync' || sync.revision === undefined)
    return undefined;
  const { prune = false, selfHeal = false } = automated;
  const { revision } = sync;
  const operation: Operation = {
    initiatedBy: { automated: true },
    sync: { revision, ...(prune ? { prune } : {}) },
  };
  const attempted = operationState?.syncResult;
  const isAttempted = attempted?.revision === revision && isSame(attempted.source, application.spec.source);
  if (!isAttempted)
    return operationState?.phase === 'Failed' || operationState?.phase === 'Error' ? undefined : operation;
  if (!selfHeal) return undefined;
  const since = cluster.now().getTime() - Date.parse(operationState?.finishedAt ?? '');
  const left = cluster.paced(selfHealMs) - since;
  return left > 0 ? left : operation;
}
