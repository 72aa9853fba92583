import type { Manager } from '../src/domain/rollback/manager.ts';
import type { ManagedBecause } from '../src/domain/rollback/rollback.ts';
import { singleLine } from './kit/escape.ts';

export type ActiveManager = Exclude<Manager, { kind: 'none' }>;

/** Why there is no button, and what to do instead. */
export function managedSentence(manager: ActiveManager, because?: ManagedBecause): string {
  if (manager.kind === 'not-known-yet') {
    return "I do not know yet who manages it: Argo CD's Applications could not be read so far, and one of them might put an undo back. The button comes once they are read.";
  }
  const name = singleLine(manager.name, 120);
  const called = name === '' ? '' : ` ${name}`;
  const putBack = 'an undo in the cluster would be put back';
  switch (manager.kind) {
    case 'flux-kustomization':
      return `Managed by Flux (Kustomization${called}): ${putBack}. Revert the commit instead.`;
    case 'flux-helmrelease':
      return `Managed by Flux (HelmRelease${called}): ${putBack}. Revert the commit instead.`;
    case 'argocd':
      return `Managed by Argo CD (Application${called}): ${argoCdReason(because)}`;
    case 'helm':
      return `Managed by Helm (release${called || ' without a name'}): an undo in the cluster would not be in Helm's records. Use ${name === '' ? 'helm rollback' : `helm rollback ${name}`} instead.`;
    default:
      return manager satisfies never;
  }
}

function argoCdReason(because: ManagedBecause | undefined): string {
  switch (because) {
    case 'syncs-itself':
      return 'it syncs by itself, so it would bring back what is in git. Revert the commit there.';
    case 'no-entry':
      return 'its history holds no entry of an earlier version. Revert the commit in git.';
    case 'unseen':
      return 'I cannot see the Application in this cluster, and an undo would be put back. Revert the commit in git.';
    case undefined:
      return 'an undo in the cluster would be put back. Revert the commit instead.';
    default:
      return because satisfies never;
  }
}
