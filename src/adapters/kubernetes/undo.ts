import { setTimeout as wait } from 'node:timers/promises';
import { detectManager } from '../../domain/rollback/manager.ts';
import { PermanentError, TransientError } from '../../errors.ts';
import type { WayBackExecutor, WayBackRequest, WayBackResult } from '../../ports.ts';
import type { Connection } from './connection.ts';
import { ForbiddenError } from './forbidden-error.ts';
import { isObject, objectOf } from './json-field.ts';
import { projectDeployment, revisionAnnotation } from './project-deployment.ts';
import { projectReplicaSet } from './project-replica-set.ts';
import { deployments, objectPath, type ResourceKind, replicaSets } from './resource-kind.ts';

export interface UndoDeps {
  readonly connection: Connection;
  readonly timing?: { readonly timeoutMs: number; readonly settleMs?: number };
}

const defaultTimeoutMs = 10_000;
const defaultSettleMs = 100;
/** A controller takes a moment to see a change of the spec, and an autoscaler may come in between. */
const mostAttempts = 20;
const asIs = (text: string) => text;

type ObjectKind = Pick<ResourceKind<never>, 'base' | 'plural' | 'qualified'>;

/** Returns a Deployment to the template of one of its ReplicaSets: the template alone, as long as nothing has moved. */
export function createUndo({ connection, timing }: UndoDeps): WayBackExecutor {
  const timeoutMs = timing?.timeoutMs ?? defaultTimeoutMs;
  const settleMs = timing?.settleMs ?? defaultSettleMs;

  return {
    async carryOut(request) {
      const access: Access = { connection, timeoutMs, request };
      try {
        for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
          const result = await attemptUndo(access);
          if (result !== undefined) return result;
          await wait(settleMs);
        }
      } catch (error) {
        if (error instanceof ForbiddenError) return { kind: 'forbidden', rule: error.rule };
        throw error;
      }
      throw new TransientError(
        'kubernetes-unsettled',
        'The Deployment is changed faster than its controller follows.',
      );
    },
  };
}

interface Access {
  readonly connection: Connection;
  readonly timeoutMs: number;
  readonly request: WayBackRequest;
}

/** Undefined when the Deployment moved under the attempt, and what it moved to is not known yet. */
async function attemptUndo(access: Access): Promise<WayBackResult | undefined> {
  const { connection, timeoutMs, request } = access;
  const standing = await check(access);
  if (standing.kind === 'unsettled') return undefined;
  if (standing.kind === 'ended') return standing.result;
  const replicaSet = await getTarget(access);
  const template = restorableTemplate(replicaSet);
  if (projectReplicaSet(replicaSet, asIs)?.uid !== request.target.revisionUid || template === undefined) {
    return { kind: 'refused', because: 'target-gone' };
  }

  try {
    await connection.json({
      method: 'PATCH',
      path: objectPath(deployments, request.workload.namespace, request.workload.name),
      query: { fieldManager: 'shipmate' },
      body: {
        contentType: 'application/json-patch+json',
        json: undoPatch(request, standing.generation, template),
      },
      asked: `patch deployments.apps in namespace ${request.workload.namespace}`,
      timeoutMs,
    });
    return { kind: 'applied' };
  } catch (error) {
    return explainRefusal(access, error, standing.generation);
  }
}

/** A `test` of the patch failed, or the Deployment went in between: look again to say which. */
async function explainRefusal(
  access: Access,
  error: unknown,
  generation: number,
): Promise<WayBackResult | undefined> {
  if (!isRefusedPatch(error)) throw error;
  const standing = await check(access);
  if (standing.kind === 'ended') return standing.result;
  // 422 also means that the API server does not take the template; only a moved generation is worth another try.
  if (standing.kind === 'clear' && standing.generation === generation) throw error;
  return undefined;
}

type Standing =
  | { readonly kind: 'clear'; readonly generation: number }
  /** The spec was changed and the controller has not said yet what revision that is. */
  | { readonly kind: 'unsettled' }
  | { readonly kind: 'ended'; readonly result: WayBackResult };

/** Whether the undo may go ahead now. */
async function check(access: Access): Promise<Standing> {
  const { workload, workloadUid, current, target } = access.request;
  const deployment = projectDeployment(await get(access, deployments, workload.name), asIs);
  if (deployment === undefined || deployment.isDeleting || deployment.uid !== workloadUid) {
    return { kind: 'ended', result: { kind: 'refused', because: 'workload-gone' } };
  }
  if (deployment.revision !== current.number) {
    const set = projectReplicaSet(await getTarget(access), asIs);
    const isThere = set?.uid === target.revisionUid && set.revision === deployment.revision;
    return {
      kind: 'ended',
      result: isThere ? { kind: 'already-there' } : { kind: 'refused', because: 'newer-revision' },
    };
  }
  const manager = detectManager(deployment.labels, deployment.annotations);
  if (manager.kind !== 'none') return { kind: 'ended', result: { kind: 'refused', because: 'managed' } };
  if (deployment.isPaused) return { kind: 'ended', result: { kind: 'refused', because: 'paused' } };
  const isObserved = deployment.observedGeneration >= deployment.generation;
  return isObserved ? { kind: 'clear', generation: deployment.generation } : { kind: 'unsettled' };
}

function getTarget(access: Access): Promise<unknown> {
  return get(access, replicaSets, access.request.target.revisionName);
}

/** The object; undefined when it is not there. */
async function get(access: Access, kind: ObjectKind, name: string): Promise<unknown> {
  const { connection, timeoutMs, request } = access;
  const { namespace } = request.workload;
  const asked = `get ${kind.qualified} in namespace ${namespace}`;
  try {
    return await connection.json({ path: objectPath(kind, namespace, name), asked, timeoutMs });
  } catch (error) {
    if (error instanceof PermanentError && error.code === 'kubernetes-not-found') return undefined;
    throw error;
  }
}

const patchRefusals: ReadonlySet<string> = new Set([
  'kubernetes-invalid',
  'kubernetes-conflict',
  'kubernetes-not-found',
]);

function isRefusedPatch(error: unknown): boolean {
  return error instanceof PermanentError && patchRefusals.has(error.code);
}

/**
 * The tests make the API server itself refuse when another revision came in between, or a change of the spec that is
 * to become one: the revision is written by the controller, a moment after the spec. Unlike `kubectl rollout undo`
 * the Deployment's annotations stay as they are.
 */
function undoPatch(
  { workloadUid, current }: WayBackRequest,
  generation: number,
  template: unknown,
): readonly object[] {
  const revisionPath = `/metadata/annotations/${revisionAnnotation.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [
    { op: 'test', path: '/metadata/uid', value: workloadUid },
    { op: 'test', path: revisionPath, value: String(current.number) },
    { op: 'test', path: '/metadata/generation', value: generation },
    { op: 'replace', path: '/spec/template', value: template },
  ];
}

/** The ReplicaSet's template without the label that its controller added. */
function restorableTemplate(replicaSet: unknown): unknown {
  const template = objectOf(objectOf(replicaSet)['spec'])['template'];
  if (!isObject(template) || !isObject(template['spec'])) return undefined;
  const metadata = objectOf(template['metadata']);
  const labels = Object.entries(objectOf(metadata['labels'])).filter(([key]) => key !== 'pod-template-hash');
  return { ...template, metadata: { ...metadata, labels: Object.fromEntries(labels) } };
}
