import type { RollbackRun, Waiting } from '../../src/domain/rollback/rollback.ts';
import { duration } from '../kit/duration.ts';
import { foreignWords, versionName } from '../names.ts';
import { problemCause } from '../problem.ts';
import { forbiddenSentence } from './forbidden.ts';
import { revertFailure } from './revert-failure.ts';

const awaited: Readonly<Record<Waiting['for'], string>> = {
  merge: 'The merge of the revert',
  reconciler: 'The reconciler',
  'api-server': 'An answer of the API server',
  'release-tool': 'What the release tool was asked for',
};

/** Who was asked, without its article. */
function nameOf({ cluster, who }: { readonly cluster: string; readonly who?: string }): string {
  return who === undefined
    ? `API server of cluster ${foreignWords(cluster, 60)}`
    : `release tool ${foreignWords(who, 60)}`;
}

/** Why a rollback failed and what is left to do, in a sentence or two; empty when nobody knows. */
export function failureSentence(run: RollbackRun, version: string): string {
  const { failure, targetLabel, way } = run;
  const ofRevert = revertFailure(run);
  if (ofRevert !== undefined) return ofRevert;
  const target = versionName(targetLabel);
  const unchanged =
    failure?.mayHaveActed === true
      ? 'The rollback may have been applied all the same: look at the pods.'
      : 'Nothing was changed.';
  switch (failure?.kind) {
    case undefined:
      return '';
    case 'forbidden':
      return forbiddenSentence(failure.rule, way, unchanged);
    case 'not-current':
      return way.kind === 'argocd-history'
        ? `Something was deployed after ${version}. ${unchanged} Look at the cards again before you press.`
        : `${version} is not what runs any more: another revision came first. ${unchanged} Look at the newest card of the service.`;
    case 'target-gone':
      if (way.kind === 'argocd-history') {
        return `Argo CD's history does not hold ${target} any more. ${unchanged} Revert the commit in git.`;
      }
      return `The cluster does not keep ${target} any more. ${unchanged} Deploy it again from your pipeline.`;
    case 'workload-gone':
      return `The workload does not exist any more. Deploy ${target} from your pipeline.`;
    case 'managed':
      return `Something else manages the workload now and would put an undo back. ${unchanged} Look at its newest card.`;
    case 'manager-gone':
      return `The object by which Flux manages it is not there any more. ${unchanged}`;
    case 'suspension-contested':
      return `What is in git says whether Flux is suspended, so that Flux would end a suspension of mine by itself. ${unchanged} Revert the change in git.`;
    case 'overdue':
      return 'I could not begin in time, and it is too long ago to act on now. Nothing was changed. Press again if it is still wanted.';
    case 'healthy-again':
      return `${version} became healthy before I could begin. Nothing was changed.`;
    case 'paused':
      return 'The Deployment is paused. Nothing was changed. Resume it with kubectl rollout resume, then roll back.';
    case 'cluster-not-watched':
      return `Cluster ${foreignWords(failure.cluster, 60)} is not watched any more, so nothing was changed. Use kubectl rollout undo.`;
    case 'outcome-unknown':
      return `I have no answer from the ${nameOf(failure)}. The rollback may have been applied: look at the pods before you try again.`;
    case 'api-refused':
      return `The ${nameOf(failure)} refused or could not be reached. Nothing was changed; the reason is in Shipmate's own log.`;
    case 'superseded':
      return `${versionName(failure.newerLabel)} was rolled out before ${target} was healthy. Its card says how it goes.`;
    case 'not-merged':
      return `The revert was closed without a merge (${foreignWords(failure.url, 300)}). Nothing was changed.`;
    case 'waited-too-long':
      return `${awaited[failure.for]} has not come in ${duration(failure.withinMs)}. Look there: it may still come.`;
    case 'refused-elsewhere':
      return `${foreignWords(failure.who, 100)} refused: ${foreignWords(failure.said, 400)}`;
    case 'not-healthy-in-time':
      return `${target} has not become healthy in ${duration(failure.withinMs)}. Look at its pods, or roll back to an older version with kubectl rollout undo.`;
    case 'target-fails':
      return `${target} does not run either. ${problemCause(failure.problem, targetLabel)}`;
    default:
      return failure satisfies never;
  }
}
