import type { WorkloadObservation } from '../rollout/observation.ts';
import type { WorkloadKind } from '../rollout/workload.ts';
import { deployedSince, pinEntries, recordOf } from './deployment-history.ts';
import type { Management } from './management.ts';
import { isInScope, type Means, type Place, type RepositoryRule, repositoryOf } from './means.ts';
import type { WayBack } from './way-back.ts';

/** The way back that lasts for a workload, of those that Shipmate has the means for; undefined when there is none. */
export type ChooseWay = (seen: WorkloadObservation) => WayBack | undefined;

const undoableKinds: ReadonlySet<WorkloadKind> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Rollout',
]);

/** Whether workloads of the kind can be undone at all, whoever manages them. */
export function isUndoable(kind: WorkloadKind): boolean {
  return undoableKinds.has(kind);
}

/** Nothing but the cluster itself. */
export const noMeans: Means = {
  argocd: false,
  helm: false,
  suspendFluxForMs: 0,
  repositories: [],
  tools: [],
};

/**
 * A team's own tool comes first, because the team has said so. An abort changes no specification and goes with every
 * manager. Then the manager decides: what it would undo is no way back.
 */
export function createChooseWay(means: Means, place: Place): ChooseWay {
  return (seen) => {
    if (!isUndoable(seen.workload.kind)) return undefined;
    const tool = means.tools.find((rule) => isInScope(rule, place));
    if (tool !== undefined) return { kind: 'webhook', tool: tool.name };
    const stableHash = hashToAbortTo(seen);
    if (stableHash !== undefined) return { kind: 'abort', stableHash };
    return appliedFrom(means.repositories, place) ?? wayByManager(seen, means);
  };
}

/** What needs no means but the cluster itself. */
export const chooseWayInCluster: ChooseWay = createChooseWay(noMeans, { service: '', environment: '' });

function wayByManager(seen: WorkloadObservation, means: Means): WayBack | undefined {
  const { manager, management, workload } = seen;
  switch (manager.kind) {
    case 'none':
      return { kind: 'undo' };
    case 'helm': {
      const { name, namespace } = manager;
      // A Rollout's revisions cannot be told apart in Helm's records.
      const isKnown = means.helm && name !== '' && namespace !== undefined && workload.kind !== 'Rollout';
      return isKnown ? { kind: 'helm', release: { namespace, name } } : undefined;
    }
    case 'argocd':
      return management?.kind === 'argocd' ? wayThroughArgoCd(seen, management, means) : undefined;
    case 'flux-kustomization':
    case 'flux-helmrelease':
      return management?.kind === 'flux' ? wayThroughFlux(management, means) : undefined;
    case 'not-known-yet':
      return undefined;
    default:
      return manager satisfies never;
  }
}

/** Through its history, where that reaches any earlier revision; there may be none to reach. */
function wayThroughArgoCd(
  seen: WorkloadObservation,
  management: Extract<Management, { kind: 'argocd' }>,
  means: Means,
): WayBack | undefined {
  const { application, syncsItself, history } = management;
  const { revision, older } = seen;
  const entries = pinEntries(older, recordOf(seen, history));
  const isReaching = entries.length > 0 || older.length === 0;
  if (!syncsItself && means.argocd && isReaching) {
    return { kind: 'argocd-history', application, entries, later: deployedSince(revision, history) };
  }
  return revertAt(management, means);
}

function wayThroughFlux(
  management: Extract<Management, { kind: 'flux' }>,
  means: Means,
): WayBack | undefined {
  const { owner, object, isSuspensionFixed } = management;
  const suspendedForMs = means.suspendFluxForMs;
  const isSuspendable = suspendedForMs > 0 && isSuspensionFixed !== true;
  return (
    revertAt(management, means) ??
    (isSuspendable ? { kind: 'suspend-and-undo', owner, object, suspendedForMs } : undefined)
  );
}

/** In the repository that the manager follows. */
function revertAt({ source }: Management, { repositories }: Means): WayBack | undefined {
  const rule = source && repositoryOf(repositories, source);
  if (source === undefined || rule === undefined) return undefined;
  return revertIn(rule, source.branch === '' ? rule.branch : source.branch, source.path);
}

/** In the repository that is configured for a service which bears no manager's mark. */
function appliedFrom(rules: readonly RepositoryRule[], place: Place): WayBack | undefined {
  for (const rule of rules) {
    const applied = rule.applied.find((each) => isInScope(each, place));
    if (applied === undefined) continue;
    const path = applied.path
      .replaceAll('{service}', place.service)
      .replaceAll('{environment}', place.environment);
    return revertIn(rule, rule.branch, path);
  }
  return undefined;
}

function revertIn({ name, how }: RepositoryRule, branch: string, path: string): WayBack {
  return { kind: 'revert', repository: name, branch, path, how };
}

/** Of an Argo Rollout in flight: the pods of its stable version. */
function hashToAbortTo({ particulars, revision }: WorkloadObservation): string | undefined {
  if (particulars === undefined || particulars.kind === 'job' || particulars.isAborted) return undefined;
  const { stableHash } = particulars;
  return stableHash === revision.podHash ? undefined : stableHash;
}
