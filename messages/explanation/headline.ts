import type { Explanation } from '../../src/domain/rollout/explanation.ts';
import type { LookGap } from '../../src/domain/rollout/look.ts';
import type { PodCounts } from '../../src/domain/rollout/observation.ts';
import { foreignWords, podsOn, podsUp, versionName } from '../names.ts';

/** Where the workload stands, in a sentence or two: never empty, and plain text of one line. */
export function explanationHeadline(explanation: Explanation): string {
  const { look, phase } = explanation;
  const version = versionName(explanation.versionLabel);
  switch (phase) {
    case 'complete':
      return withGap(`${version} is live${counted(look.counts, version)}.`, look.gap);
    case 'progressing':
      return withGap(`${version} is rolling out${extent(look.counts)}.${says(look.message)}`, look.gap);
    case 'paused':
      return withGap(
        `The rollout of ${version} is paused${extent(look.counts)}. kubectl rollout resume lets it go on.`,
        look.gap,
      );
    case 'failing':
      return `${version} is failing${extent(look.counts)}.`;
    case 'failed':
      return withGap(`${version} failed${extent(look.counts)}.${says(look.message)}`, look.gap);
    case 'unknown':
      return gapSentence(look.gap) ?? `Nothing is known of ${version}.`;
    default:
      return phase satisfies never;
  }
}

function counted(counts: PodCounts | undefined, version: string): string {
  return counts === undefined ? '' : `: ${podsOn(counts, version)}`;
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

function withGap(sentence: string, gap: LookGap | undefined): string {
  const why = gapSentence(gap);
  return why === undefined ? sentence : `${sentence} ${why}`;
}

function gapSentence(gap: LookGap | undefined): string | undefined {
  switch (gap) {
    case undefined:
      return undefined;
    case 'deleting':
      return 'It is being deleted.';
    case 'not-begun':
      return 'Kubernetes has not begun to roll it out: it has no revision yet.';
    case 'not-observed':
      return 'Kubernetes has not looked at its newest specification yet.';
    case 'revision-missing':
      return 'Its pods are not explained: the ReplicaSet of its revision is not among these objects.';
    default:
      return gap satisfies never;
  }
}
