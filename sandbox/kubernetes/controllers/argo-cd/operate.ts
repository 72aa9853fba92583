import {
  type Application,
  isCompleted,
  type OperationPhase,
  type OperationState,
  type RevisionHistory,
} from '../../argo-cd-model.ts';
import { timestamp } from '../../cluster.ts';
import { ApiError } from '../../status.ts';
import { apply, targeted } from './apply.ts';
import type { Controller } from './controller.ts';
import { SourceError } from './repositories.ts';
import { writeApplication } from './write.ts';

const defaultHistoryLimit = 10;

export function isInProgress({ operation, status }: Application): boolean {
  const state = status?.operationState;
  return operation !== undefined && state !== undefined && !isCompleted(state);
}

/** Takes an operation up: appcontroller.go, processRequestedAppOperation. */
export function begin({ cluster }: Controller, application: Application): void {
  const { operation = {}, status } = application;
  const startedAt = timestamp(cluster.now());
  const operationState: OperationState = { operation, phase: 'Running', startedAt };
  writeApplication(cluster, { ...application, status: { ...status, operationState } });
}

/** Says why an operation goes on and on. */
export function remark({ cluster }: Controller, application: Application, message: string): void {
  const state = stateOf(application);
  if (state.message === message) return;
  const status = { ...application.status, operationState: { ...state, message } };
  writeApplication(cluster, { ...application, status });
}

/** Carries an operation that is in progress through to its end. */
export function complete(controller: Controller, application: Application): void {
  end(controller, application, outcomeOf(controller, application));
}

/** sync.go, SyncAppState. */
function outcomeOf({ cluster, repositories, tracking }: Controller, application: Application): Ending {
  const { operation, phase } = stateOf(application);
  if (phase === 'Terminating') return { phase: 'Failed', message: 'Operation terminated' };
  if (operation.sync === undefined) {
    return { phase: 'Error', message: 'Invalid operation request: no operation specified' };
  }
  try {
    const { revision, source = application.spec.source } = operation.sync;
    const commit = repositories.resolve(source, revision);
    const requests = repositories
      .read(source, commit)
      .map((request) => targeted(application, request, tracking));
    apply(cluster, application, { requests, tracking }, operation.sync);
    const message = 'successfully synced (all tasks run)';
    return { phase: 'Succeeded', message, syncResult: { revision: commit, source } };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Ending {
  if (error instanceof SourceError) return { phase: 'Error', message: `ComparisonError: ${error.message}` };
  if (!(error instanceof ApiError)) throw error;
  return { phase: 'Failed', message: `one or more objects failed to apply, reason: ${error.message}` };
}

function stateOf({ status }: Application): OperationState {
  const state = status?.operationState;
  if (state === undefined) throw new Error('the operation has not begun');
  return state;
}

type Ending = { readonly phase: OperationPhase } & Pick<OperationState, 'message' | 'syncResult'>;

function end({ cluster }: Controller, application: Application, ending: Ending): void {
  const finishedAt = timestamp(cluster.now());
  const operationState: OperationState = { ...stateOf(application), ...ending, finishedAt };
  const { operation: _, ...rest } = application;
  const history = historyAfter(application, operationState, finishedAt);
  writeApplication(cluster, { ...rest, status: { ...application.status, history, operationState } });
}

/** Only what was deployed whole is remembered. */
function historyAfter(
  { spec, status }: Application,
  { operation, phase, syncResult, startedAt }: OperationState,
  deployedAt: string,
): RevisionHistory[] {
  const history = status?.history ?? [];
  const { dryRun = false, resources = [] } = operation.sync ?? {};
  if (phase !== 'Succeeded' || syncResult === undefined || dryRun || resources.length > 0) return history;
  const entry: RevisionHistory = {
    id: (history.at(-1)?.id ?? -1) + 1,
    ...syncResult,
    deployStartedAt: startedAt,
    deployedAt,
    initiatedBy: operation.initiatedBy ?? {},
  };
  const limit = spec.revisionHistoryLimit ?? defaultHistoryLimit;
  return limit === 0 ? [] : [...history, entry].slice(-limit);
}
