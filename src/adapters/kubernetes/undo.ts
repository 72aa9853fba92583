import { PermanentError } from '../../errors.ts';
import type { UndoRequest, UndoResult, WorkloadWriter } from '../../ports.ts';
import type { Connection } from './connection.ts';
import { ForbiddenError } from './forbidden-error.ts';
import { isObject, objectOf } from './json-field.ts';
import { projectDeployment, revisionAnnotation } from './project-deployment.ts';
import { projectReplicaSet } from './project-replica-set.ts';
import { deployments, objectPath, type ResourceKind, replicaSets } from './resource-kind.ts';

export interface WriterDeps {
  readonly connection: Connection;
  readonly timing?: { readonly timeoutMs: number };
}

const defaultTimeoutMs = 10_000;
const asIs = (text: string) => text;

type ObjectKind = Pick<ResourceKind<never>, 'base' | 'plural' | 'qualified'>;

/** Returns a Deployment to the template of one of its ReplicaSets: the template alone, as long as nothing has moved. */
export function createWriter({ connection, timing }: WriterDeps): WorkloadWriter {
  const timeoutMs = timing?.timeoutMs ?? defaultTimeoutMs;

  return {
    async undo(request) {
      const access: Access = { connection, timeoutMs, request };
      try {
        return await apply(access);
      } catch (error) {
        if (error instanceof ForbiddenError) return { kind: 'forbidden', rule: error.rule };
        if (!isRefusedPatch(error)) throw error;
        // A `test` of the patch failed, or the Deployment went in between: look again to say which.
        const obstacle = await check(access);
        if (obstacle === undefined) throw error;
        return obstacle;
      }
    },
  };
}

interface Access {
  readonly connection: Connection;
  readonly timeoutMs: number;
  readonly request: UndoRequest;
}

async function apply(access: Access): Promise<UndoResult> {
  const { connection, timeoutMs, request } = access;
  const obstacle = await check(access);
  if (obstacle !== undefined) return obstacle;
  const replicaSet = await getTarget(access);
  const template = restorableTemplate(replicaSet);
  if (projectReplicaSet(replicaSet, asIs)?.uid !== request.target.revisionUid || template === undefined) {
    return { kind: 'refused', because: 'target-gone' };
  }

  await connection.json({
    method: 'PATCH',
    path: objectPath(deployments, request.workload.namespace, request.workload.name),
    query: { fieldManager: 'shipmate' },
    body: { contentType: 'application/json-patch+json', json: undoPatch(request, template) },
    asked: `patch deployments.apps in namespace ${request.workload.namespace}`,
    timeoutMs,
  });
  return { kind: 'applied' };
}

/** What stands in the way now; undefined when the undo may go ahead. */
async function check(access: Access): Promise<UndoResult | undefined> {
  const { workload, workloadUid, from, target } = access.request;
  const deployment = projectDeployment(await get(access, deployments, workload.name), asIs);
  if (deployment === undefined || deployment.isDeleting || deployment.uid !== workloadUid) {
    return { kind: 'refused', because: 'workload-gone' };
  }
  if (deployment.revision !== from) {
    const set = projectReplicaSet(await getTarget(access), asIs);
    const isThere = set?.uid === target.revisionUid && set.revision === deployment.revision;
    return isThere ? { kind: 'already-there' } : { kind: 'refused', because: 'newer-revision' };
  }
  return deployment.isPaused ? { kind: 'refused', because: 'paused' } : undefined;
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
 * The tests make the API server itself refuse when another revision came in between. Unlike `kubectl rollout undo`
 * the Deployment's annotations stay as they are.
 */
function undoPatch({ workloadUid, from }: UndoRequest, template: unknown): readonly object[] {
  const revisionPath = `/metadata/annotations/${revisionAnnotation.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [
    { op: 'test', path: '/metadata/uid', value: workloadUid },
    { op: 'test', path: revisionPath, value: String(from) },
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
