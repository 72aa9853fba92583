import type { Problem } from '../problem/problem.ts';
import { countsAgainstRelease } from '../problem/weight.ts';
import { revisionLabel } from '../rollback/candidate.ts';
import { isHeld, isUnderWay, type RollbackRun } from '../rollback/rollback.ts';
import type { RollbackFailure } from '../rollback/rollback-failure.ts';
import { followSuspension } from '../rollback/suspension.ts';
import type { WayBackKind } from '../rollback/way-back.ts';
import type { Revision, WorkloadObservation } from '../rollout/observation.ts';
import type { Rollout } from './card.ts';
import type { FollowContext } from './follow-rollout.ts';

/** Whether a rollback of this rollout is on its way. */
export function isRollingBack(rollout: Rollout): boolean {
  return rollout.rollback !== undefined && isUnderWay(rollout.rollback);
}

/** Failures after which the target may arrive all the same. */
const mayStillArrive: ReadonlySet<RollbackFailure['kind'] | undefined> = new Set([
  'outcome-unknown',
  'not-healthy-in-time',
  'waited-too-long',
]);

/** Whether what is seen is the rollback of this rollout arriving, as opposed to somebody's newer version. */
export function isRollbackOf(rollout: Rollout, seen: WorkloadObservation): boolean {
  const run = rollout.rollback;
  if (run === undefined || seen.uid !== rollout.workloadUid) return false;
  if (run.revision !== undefined) return seen.revision.number === run.revision;
  const isAwaited =
    run.status === 'approved' ||
    run.status === 'running' ||
    (run.status === 'failed' &&
      (run.failure?.mayHaveActed === true || mayStillArrive.has(run.failure?.kind)));
  return isAwaited && isTarget(seen.revision, run);
}

/** Ways back that return the template itself, and with it the object that keeps it. */
const returnsTemplate: ReadonlySet<WayBackKind> = new Set([
  'undo',
  'abort',
  'argocd-history',
  'suspend-and-undo',
]);

/** What is applied anew from elsewhere may differ in labels and get a new object: then its images tell. */
function isTarget(revision: Revision, { target, way }: RollbackRun): boolean {
  if (revision.revisionUid === target.revisionUid) return true;
  return !returnsTemplate.has(way.kind) && imagesOf(revision) === imagesOf(target);
}

function imagesOf({ images }: Revision): string {
  return images
    .map(({ name, image }) => `${name}=${image}`)
    .toSorted()
    .join('\n');
}

/**
 * Applies one look at the workload while it returns to the target. A run that failed can only become done: by
 * health that came late. One whose outcome was unknown turns out to have gone through.
 */
export function followRollback(rollout: Rollout, seen: WorkloadObservation, context: FollowContext): Rollout {
  if (rollout.rollback === undefined || rollout.rollback.status === 'done') return rollout;
  const { failure, endedAt: _, waiting: __, ...run } = rollout.rollback;

  const moved: RollbackRun = {
    ...run,
    startedAt: run.startedAt ?? context.now,
    status: 'running',
    revision: seen.revision.number,
    counts: seen.counts,
  };
  if (seen.phase === 'complete' && !seen.problems.some(countsAgainstRelease)) {
    return {
      ...rollout,
      status: 'rolled-back',
      endedAt: context.now,
      rollback: { ...moved, status: 'done', endedAt: context.now },
    };
  }
  if (failure !== undefined && failure.kind !== 'outcome-unknown') return rollout;
  const hopeless = seen.problems.find(({ restarts }) => restarts >= context.settings.failAfterRestarts);
  if (hopeless !== undefined) {
    return failRollback(
      { ...rollout, rollback: moved },
      { kind: 'target-fails', problem: hopeless },
      context.now,
    );
  }
  return { ...rollout, rollback: moved };
}

/**
 * An abort brings no other revision: the pods of the stable version take over, and that is its end. Whoever aborts
 * otherwise gets no say here.
 */
export function followAbort(rollout: Rollout, seen: WorkloadObservation, context: FollowContext): Rollout {
  const run = rollout.rollback;
  if (run?.status !== 'running' || run.way.kind !== 'abort' || !isAborted(seen)) return rollout;
  const { desired, oldAvailable } = seen.counts;
  const counts = {
    ...seen.counts,
    updated: oldAvailable,
    updatedAvailable: oldAvailable,
    old: 0,
    oldAvailable: 0,
  };
  const moved: RollbackRun = { ...run, startedAt: run.startedAt ?? context.now, counts };
  if (oldAvailable < desired) return { ...rollout, rollback: moved };
  return {
    ...rollout,
    status: 'rolled-back',
    endedAt: context.now,
    rollback: { ...moved, status: 'done', endedAt: context.now },
  };
}

/** An abort that somebody asked Shipmate for is no trouble of the version. */
export function withoutOwnAbort(
  { rollback }: Rollout,
  { problems }: WorkloadObservation,
): readonly Problem[] {
  const isOwn =
    rollback?.way.kind === 'abort' && (rollback.status === 'running' || rollback.status === 'done');
  return isOwn ? problems.filter(({ reason }) => reason !== 'RolloutAborted') : problems;
}

/** Flux was suspended for the rollback: whether it is still, and whether it brings the version back that was left. */
export function followResumption(rollout: Rollout, seen: WorkloadObservation, now: number): Rollout {
  const run = rollout.rollback;
  if (run?.suspension === undefined) return rollout;
  const followed = followSuspension(run, seen, now);
  const { suspension } = followed;
  const isBack = suspension?.ended !== undefined && suspension.returnedAt === undefined;
  if (isBack && isReturn(rollout, run, seen)) {
    return { ...rollout, rollback: { ...followed, suspension: { ...suspension, returnedAt: now } } };
  }
  return followed === run ? rollout : { ...rollout, rollback: followed };
}

/** What others wrote into the template may stay in it: then its images tell. */
function isReturn({ revision, workloadUid }: Rollout, run: RollbackRun, seen: WorkloadObservation): boolean {
  if (seen.uid !== workloadUid || run.revision === undefined || seen.revision.number <= run.revision)
    return false;
  const isSame = seen.revision.revisionUid === revision.revisionUid;
  const images = imagesOf(seen.revision);
  return isSame || (images === imagesOf(revision) && images !== imagesOf(run.target));
}

function isAborted({ particulars }: WorkloadObservation): boolean {
  return particulars !== undefined && particulars.kind !== 'job' && particulars.isAborted;
}

/** A newer revision came before the rollback was through, or before anybody asked for one. */
export function supersede(rollout: Rollout, seen: WorkloadObservation, context: FollowContext): Rollout {
  const isSame = seen.uid === rollout.workloadUid;
  const status = isSame ? 'superseded' : 'deleted';
  const successor = {
    label: revisionLabel(context.service, seen.revision),
    isOlder: wasThereBefore(seen, rollout, context),
  };
  const left: Rollout = { ...rollout, status, endedAt: context.now, ...(isSame ? { successor } : {}) };
  // It did succeed, whatever somebody wanted of it.
  const ended: Rollout = rollout.status === 'complete' ? { ...rollout, isLeft: true } : left;
  if (!isRollingBack(rollout)) return ended;
  if (rollout.rollback !== undefined && isHeld(rollout.rollback)) {
    const by = isSame ? { overtakenBy: successor.label } : {};
    return { ...ended, rollback: { ...rollout.rollback, status: 'expired', endedAt: context.now, ...by } };
  }
  const failure: RollbackFailure = isSame
    ? { kind: 'superseded', newerLabel: successor.label }
    : { kind: 'workload-gone' };
  return failRollback(ended, failure, context.now);
}

/** Ends a run without success. */
export function failRollback(rollout: Rollout, failure: RollbackFailure, now: number): Rollout {
  if (rollout.rollback === undefined) return rollout;
  const { waiting: _, ...run } = rollout.rollback;
  return { ...rollout, rollback: { ...run, status: 'failed', failure, endedAt: now } };
}

/** A template keeps its ReplicaSet or ControllerRevision; the clock that stamps them counts in seconds. */
function wasThereBefore(
  { revision }: WorkloadObservation,
  rollout: Rollout,
  { records }: FollowContext,
): boolean {
  const since = revision.createdAt - rollout.revision.createdAt;
  return (
    since < 0 || (since === 0 && records.some(({ revisionUid }) => revisionUid === revision.revisionUid))
  );
}
