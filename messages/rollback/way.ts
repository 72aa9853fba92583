import type { WayBack } from '../../src/domain/rollback/way-back.ts';
import { duration } from '../kit/duration.ts';
import { type Inline, link } from '../kit/inline.ts';
import { foreignWords } from '../names.ts';

/** What the button says: exactly what a click will do. `target` is a version's name. */
export function wayLabel(way: WayBack, target: string): string {
  switch (way.kind) {
    case 'undo':
      return `Roll back to ${target}`;
    case 'abort':
      return `Abort, back to ${target}`;
    case 'argocd-history':
      return `Roll back in Argo CD to ${target}`;
    case 'helm':
      return `Helm rollback to ${target}`;
    case 'revert':
      return way.how === 'merge' ? `Revert in git to ${target}` : `Open revert PR to ${target}`;
    case 'suspend-and-undo':
      return `Suspend Flux, roll back to ${target}`;
    case 'webhook':
      return `Ask ${foreignWords(way.tool, 30)} for ${target}`;
    default:
      return way satisfies never;
  }
}

/** What will be done and what will not, in a sentence or two, before it is confirmed. */
export function wayEffect(way: WayBack): string {
  switch (way.kind) {
    case 'undo':
      return 'The pod template goes back, nothing else: ConfigMaps, Secrets and the number of pods stay as they are.';
    case 'abort':
      return 'The rollout is aborted: traffic returns to the stable version. The specification stays as it is, so what manages it does not start it again.';
    case 'argocd-history':
      return argoCdEffect(way);
    case 'helm':
      return `Managed by Helm (release ${objectName(way.release)}): everything the release holds goes back, and Helm's history gets a new revision. A release with hooks for rollbacks is left alone.`;
    case 'revert':
      return revertEffect(way);
    case 'suspend-and-undo':
      return `Managed by Flux (${way.owner} ${objectName(way.object)}): Flux is suspended for ${duration(way.suspendedForMs)}, for everything that this ${way.owner} applies, and the pod template goes back. Then Flux resumes and applies what is in git: revert the change there before that.`;
    case 'webhook':
      return `The release tool ${foreignWords(way.tool, 60)} is asked to release that version; it does the rest.`;
    default:
      return way satisfies never;
  }
}

/** How it was done, once it is: `by a Helm rollback`. `url` is where what was done elsewhere is to be seen. */
export function wayTaken(way: WayBack, url: string | undefined): readonly Inline[] {
  switch (way.kind) {
    case 'undo':
      return ['by a Kubernetes undo'];
    case 'abort':
      return ['by an abort of the rollout'];
    case 'argocd-history':
      return ['by a rollback in Argo CD'];
    case 'helm':
      return ['by a Helm rollback'];
    case 'revert':
      return ['by a ', link(url, 'revert pull request')];
    case 'suspend-and-undo':
      return ['by a Kubernetes undo with Flux suspended'];
    case 'webhook':
      return ['by the release tool ', link(url, foreignWords(way.tool, 60) || 'without a name')];
    default:
      return way satisfies never;
  }
}

function argoCdEffect({ application, later }: Extract<WayBack, { kind: 'argocd-history' }>): string {
  const deployments = later === 1 ? 'One later deployment' : `${later} later deployments`;
  return [
    `Managed by Argo CD (Application ${objectName(application)}), which does not sync by itself: it returns to the newest entry of its history that holds that version, with all else in it.`,
    ...(later === 0
      ? []
      : [
          `${deployments} of the Application that did not change this workload ${later === 1 ? 'is' : 'are'} taken back, too.`,
        ]),
    'Nothing is pruned, and git stays as it is: revert the change there before the next sync.',
  ].join(' ');
}

function revertEffect({ repository, branch, how }: Extract<WayBack, { kind: 'revert' }>): string {
  const where = `${foreignWords(repository, 120)} (${foreignWords(branch, 60)})`;
  return how === 'merge'
    ? `This opens a revert pull request in ${where} and merges it as soon as its rules allow; what follows the repository then applies it.`
    : `This opens a revert pull request in ${where}. Nothing changes in the cluster until somebody merges it.`;
}

function objectName({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === ''
    ? foreignWords(name, 120)
    : `${foreignWords(namespace, 63)}/${foreignWords(name, 120)}`;
}
