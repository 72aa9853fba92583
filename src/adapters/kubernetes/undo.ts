import { PermanentError } from '../../errors.ts';
import type { UndoRequest, UndoResult, WorkloadWriter } from '../../ports.ts';
import type { Connection } from './connection.ts';
import { ForbiddenError } from './forbidden-error.ts';
import { isObject, objectOf } from './json-field.ts';
import { projectDeployment, revisionAnnotation } from './project-deployment.ts';
import { projectReplicaSet } from './project-replica-set.ts';
import { deployments, objectPath, replicaSets } from './resource-kind.ts';

export interface WriterDeps {
  readonly connection: Connection;
  readonly timing?: { readonly timeoutMs: number };
}

const defaultTimeoutMs = 10_000;
const asIs = (text: string) => text;

/** Returns a Deployment to the template of one of its ReplicaSets: the template alone, as long as nothing has moved. */
export function createWriter({ connection, timing }: WriterDeps): WorkloadWriter {
  const timeoutMs = timing?.timeoutMs ?? defaultTimeoutMs;

  const get = async (path: string, asked: string): Promise<unknown> => {
    try {
      return await connection.json({ path, asked, timeoutMs });
    } catch (error) {
      if (error instanceof PermanentError && error.code === 'kubernetes-not-found') return undefined;
      throw error;
    }
  };

  const deploymentPath = ({ workload }: UndoRequest) =>
    objectPath(deployments, workload.namespace, workload.name);

  /** What stands in the way now; undefined when the undo may go ahead. */
  const check = async (request: UndoRequest): Promise<UndoResult | undefined> => {
    const { namespace } = request.workload;
    const asked = `get deployments.apps in namespace ${namespace}`;
    const deployment = projectDeployment(await get(deploymentPath(request), asked), asIs);
    if (deployment === undefined || deployment.isDeleting || deployment.uid !== request.workloadUid) {
      return { kind: 'refused', because: 'workload-gone' };
    }
    if (deployment.revision !== request.from) {
      const target = projectReplicaSet(await getTarget(request), asIs);
      const isThere = target?.uid === request.target.replicaSetUid && target.revision === deployment.revision;
      return isThere ? { kind: 'already-there' } : { kind: 'refused', because: 'newer-revision' };
    }
    return deployment.isPaused ? { kind: 'refused', because: 'paused' } : undefined;
  };

  const getTarget = ({ workload: { namespace }, target }: UndoRequest) =>
    get(
      objectPath(replicaSets, namespace, target.replicaSetName),
      `get replicasets.apps in namespace ${namespace}`,
    );

  const apply = async (request: UndoRequest): Promise<UndoResult> => {
    const obstacle = await check(request);
    if (obstacle !== undefined) return obstacle;
    const replicaSet = await getTarget(request);
    if (projectReplicaSet(replicaSet, asIs)?.uid !== request.target.replicaSetUid) {
      return { kind: 'refused', because: 'target-gone' };
    }
    const template = restorableTemplate(replicaSet);
    if (template === undefined) return { kind: 'refused', because: 'target-gone' };

    await connection.json({
      method: 'PATCH',
      path: deploymentPath(request),
      query: { fieldManager: 'shipmate' },
      body: { contentType: 'application/json-patch+json', json: undoPatch(request, template) },
      asked: `patch deployments.apps in namespace ${request.workload.namespace}`,
      timeoutMs,
    });
    return { kind: 'applied' };
  };

  return {
    async undo(request) {
      try {
        return await apply(request);
      } catch (error) {
        if (error instanceof ForbiddenError) return { kind: 'forbidden', rule: error.rule };
        if (!isRefusedPatch(error)) throw error;
        // A `test` of the patch failed, or the Deployment went in between: look again to say which.
        const obstacle = await check(request);
        if (obstacle === undefined) throw error;
        return obstacle;
      }
    },
  };
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
