import type { ResumeRequest } from '../../../ports.ts';
import { integerOf, listOf, objectOf, textOf, timeOf } from '../json-field.ts';
import { appliesSuspension } from '../project-manager.ts';
import { helmReleases, kustomizations } from '../resource-kind.ts';
import { type Place, pointerKey } from './access.ts';

/** Whoever reads the object sees for which rollback it is suspended, and until when. */
export const suspendedFor = 'shipmate.dev/suspended-for';
export const resumeAt = 'shipmate.dev/resume-at';

/** How Flux's own object stands. */
export interface FluxStanding {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly isSuspended: boolean;
  readonly hasAnnotations: boolean;
  /** The key of the rollback that it is suspended for; empty when no rollback of Shipmate's has suspended it. */
  readonly key: string;
  /** When that one lets it resume; 0 when it does not say. */
  readonly resumeAt: number;
  /** Whether a turn that began before is still applying: a suspension does not end it. */
  readonly isApplying: boolean;
  /** Whether what applies the object itself sets `spec.suspend`, and would set it back. */
  readonly isContested: boolean;
}

export function placeOf({ owner, object }: Pick<ResumeRequest, 'owner' | 'object'>): Place {
  return { kind: owner === 'Kustomization' ? kustomizations : helmReleases, ...object };
}

/** Undefined when it is not there, or on its way out. */
export function fluxStanding(value: unknown): FluxStanding | undefined {
  const { metadata, spec, status } = objectOf(value);
  const { uid, resourceVersion, generation, annotations, deletionTimestamp } = objectOf(metadata);
  if (textOf(uid) === '' || textOf(deletionTimestamp) !== '') return undefined;
  const marks = objectOf(annotations);
  return {
    uid: textOf(uid),
    resourceVersion: textOf(resourceVersion),
    generation: integerOf(generation, 0),
    isSuspended: objectOf(spec)['suspend'] === true,
    hasAnnotations: annotations !== undefined && annotations !== null,
    key: textOf(marks[suspendedFor]),
    resumeAt: timeOf(marks[resumeAt]),
    isApplying: isApplying(listOf(objectOf(status)['conditions'])),
    isContested: appliesSuspension(objectOf(metadata)),
  };
}

/**
 * A turn is over when `Reconciling` is gone, or waits to retry. Health checks come after everything is applied, and may
 * go on for as long as a bad version is bad.
 */
function isApplying(conditions: readonly unknown[]): boolean {
  return conditions.some((condition) => {
    const { type, status, reason, message } = objectOf(condition);
    const isChecking = textOf(message).startsWith('Running health checks');
    return type === 'Reconciling' && status === 'True' && reason === 'Progressing' && !isChecking;
  });
}

/** The patch that suspends it, which the API server refuses if anything of it has moved. */
export function suspension(
  { uid, generation, resourceVersion, hasAnnotations }: FluxStanding,
  { key, until }: { readonly key: string; readonly until: number },
): readonly object[] {
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path: '/metadata/generation', value: generation },
    ...(hasAnnotations
      ? []
      : [
          // Or annotations that came in between would be lost.
          { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion },
          { op: 'add', path: '/metadata/annotations', value: {} },
        ]),
    { op: 'add', path: annotation(suspendedFor), value: key },
    { op: 'add', path: annotation(resumeAt), value: new Date(until).toISOString() },
    { op: 'add', path: '/spec/suspend', value: true },
  ];
}

/** The patch that takes our suspension off, and nobody else's. */
export function resumption({ uid, isSuspended, resumeAt: at, key }: FluxStanding): readonly object[] {
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path: annotation(suspendedFor), value: key },
    { op: 'remove', path: annotation(suspendedFor) },
    ...(at === 0 ? [] : [{ op: 'remove', path: annotation(resumeAt) }]),
    ...(isSuspended ? [{ op: 'remove', path: '/spec/suspend' }] : []),
  ];
}

function annotation(name: string): string {
  return `/metadata/annotations/${pointerKey(name)}`;
}
