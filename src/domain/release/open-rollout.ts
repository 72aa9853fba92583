import { revisionLabel } from '../rollback/candidate.ts';
import type { Revision, WorkloadObservation } from '../rollout/observation.ts';
import type { Change, Rollout } from './card.ts';

export interface OpenContext {
  readonly service: string;
  readonly now: number;
  /** ProgressDeadlineExceeded as it stood before this revision; it says nothing of this one. */
  readonly staleDeadlineAt?: number;
}

/** A rollout at its first sight; `followRollout` then tells its state. */
export function openRollout(seen: WorkloadObservation, context: OpenContext): Rollout {
  const previous = seen.older[0];
  const ranBefore = seen.serving ?? previous;
  return {
    workload: seen.workload,
    workloadUid: seen.uid,
    revision: seen.revision,
    change: whatChanged(seen.revision, previous),
    ...changedBy(previous),
    status: 'progressing',
    message: '',
    counts: seen.counts,
    problems: [],
    ...(ranBefore === undefined ? {} : { previousLabel: revisionLabel(context.service, ranBefore) }),
    startedAt: context.now,
    ...(seen.isPast === true ? { isUnseen: true } : {}),
    ...(context.staleDeadlineAt === undefined ? {} : { staleDeadlineAt: context.staleDeadlineAt }),
  };
}

function changedBy(previous: Revision | undefined): Pick<Rollout, 'changed'> {
  const changed = previous?.changed ?? [];
  return changed.length === 0 ? {} : { changed };
}

/** What differs from the revision before. A restart that brings a new configuration is a new configuration. */
export function whatChanged(revision: Revision, previous: Revision | undefined): Change {
  if (previous === undefined) return 'first';
  const images = (of: Revision) =>
    of.images
      .map(({ name, image }) => `${name}=${image}`)
      .toSorted()
      .join('\n');
  if (images(revision) !== images(previous)) return 'image';
  const isRestart = revision.restartedAt !== previous.restartedAt && (previous.changed ?? []).length === 0;
  return isRestart ? 'restart' : 'configuration';
}
