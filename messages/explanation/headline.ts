import type { Explanation } from '../../src/domain/rollout/explanation.ts';
import type { PodCounts } from '../../src/domain/rollout/observation.ts';
import { foreignWords, podsOn, podsUp, versionName } from '../names.ts';

/** Where the workload stands, in a sentence or two: never empty, and plain text of one line. */
export function explanationHeadline(explanation: Explanation): string {
  const version = versionName(explanation.versionLabel);
  const { gap } = explanation.look;
  switch (gap) {
    case 'deleting':
      return 'It is being deleted.';
    case 'not-begun':
      return `${version} is not rolling out yet: Kubernetes has given it no revision.`;
    case 'not-observed':
      return `${version} is not rolling out yet: Kubernetes has not looked at the newest specification.`;
    case 'revision-missing':
      return `${standing(explanation, version)} Its pods are not explained: the object that keeps its revision (a ReplicaSet or ControllerRevision) is not among these.`;
    case undefined:
      return standing(explanation, version);
    default:
      return gap satisfies never;
  }
}

function standing({ look, phase }: Explanation, version: string): string {
  const { counts, message } = look;
  switch (phase) {
    case 'complete':
      return `${version} is live${counts === undefined ? '' : `: ${podsOn(counts, version)}`}.`;
    case 'progressing':
      return `${version} is rolling out${extent(counts)}.${says(message)}`;
    case 'partition-complete':
      return `${version} is complete as far as the partition lets it${extent(counts)}.`;
    case 'waiting-for-deletes':
      return `${version} waits for somebody to delete the old pods, as its update strategy OnDelete asks${extent(counts)}.`;
    case 'paused':
      return `The rollout of ${version} is paused${extent(counts)}. kubectl rollout resume lets it go on.`;
    case 'failing':
      return `${version} is failing${extent(counts)}.`;
    case 'failed':
      return `${version} failed${extent(counts)}.${says(message)}`;
    case 'deleting':
      return 'It is being deleted.';
    default:
      return phase satisfies never;
  }
}

/** `: 1 of 3 pods up, 3 older pods still serve traffic` */
function extent(counts: PodCounts | undefined): string {
  if (counts === undefined) return '';
  const { desired, oldAvailable } = counts;
  const up = desired === 0 ? podsUp(counts) : `${podsUp(counts)} up`;
  if (oldAvailable === 0) return `: ${up}`;
  const older = oldAvailable === 1 ? '1 older pod still serves' : `${oldAvailable} older pods still serve`;
  return `: ${up}, ${older} traffic`;
}

function says(message: string): string {
  const words = foreignWords(message, 500);
  return words === '' ? '' : ` Kubernetes says: ${words}`;
}
