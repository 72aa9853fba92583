import type { WorkloadObservation } from '../rollout/observation.ts';
import type { Person, RollbackRun } from './rollback.ts';
import type { RollbackFailure } from './rollback-failure.ts';
import type { WayBack } from './way-back.ts';

/** What of Flux is suspended. */
export type FluxObject = Pick<Extract<WayBack, { kind: 'suspend-and-undo' }>, 'owner' | 'object'>;

/** How Flux came to apply again. */
export interface SuspensionEnd {
  readonly at: number;
  /** Who asked for it, if somebody did not want to wait. */
  readonly by?: Person;
  /** Somebody took it off in the cluster. */
  readonly isElsewhere?: true;
}

/**
 * Flux lets go of a workload while it is undone. Planned before anything is written, so that whatever dies in between
 * leaves nothing behind that nobody ends; held once Flux was seen to be suspended.
 */
export interface Suspension {
  /** What it is known by in Flux's own object. */
  readonly key: string;
  /** Where it is not what the way of the run suspends: it was suspended for an attempt before, which went another way. */
  readonly flux?: FluxObject;
  readonly from: number;
  readonly until: number;
  readonly heldAt?: number;
  /** Flux was suspended before, by somebody else, who ends it; until when, if that is said. */
  readonly foreign?: { readonly until?: number };
  /** The watch has seen it, too: from then on it notices who takes it off. */
  readonly isSeen?: true;
  readonly remindedAt?: number;
  /** What is known of git then. */
  readonly git?: 'unchanged' | 'moved' | 'unknown';
  /** It is to end now: its time is over, the rollback changed nothing, or a person asked. */
  readonly endAsked?: { readonly at: number; readonly by?: Person };
  /** Why it could not be ended so far; it is tried again. */
  readonly trouble?: SuspensionTrouble;
  readonly ended?: SuspensionEnd;
  /** When the version that was left came back with it. */
  readonly returnedAt?: number;
}

export type SuspensionTrouble =
  | { readonly kind: 'forbidden'; readonly since: number; readonly rule: string }
  | { readonly kind: 'cluster-not-watched'; readonly since: number }
  | { readonly kind: 'no-answer'; readonly since: number };

const longestNoticeMs = 10 * 60_000;
/** Flux applies at once when it resumes, and again at intervals of minutes. */
const watchAfterEndMs = 60 * 60_000;

/** Failures after which the workload is as it was, so that nothing keeps Flux from going on. */
const changedNothing: ReadonlySet<RollbackFailure['kind']> = new Set([
  'forbidden',
  'not-current',
  'target-gone',
  'workload-gone',
  'managed',
  'manager-gone',
  'suspension-contested',
  'overdue',
  'healthy-again',
  'paused',
  'cluster-not-watched',
  'api-refused',
]);

/** The key of a run; the same offer may be asked for again after it came to nothing. */
export function runKey({ offerId, requestedAt }: Pick<RollbackRun, 'offerId' | 'requestedAt'>): string {
  return `${offerId}-${requestedAt}`;
}

/** Whether there is something of ours that is still to be ended. */
export function isOpen(suspension: Suspension | undefined): suspension is Open {
  return suspension !== undefined && suspension.ended === undefined && suspension.foreign === undefined;
}

type Open = Suspension & { readonly ended?: never; readonly foreign?: never };

/** Whether the target was seen to arrive, and the answer of whoever suspended Flux for it was lost. */
export function isUntold({ status, suspension }: Pick<RollbackRun, 'status' | 'suspension'>): boolean {
  const isArriving = status === 'running' || status === 'done';
  const isAsked = suspension?.heldAt !== undefined || suspension?.endAsked !== undefined;
  return isArriving && isOpen(suspension) && !isAsked;
}

/** Whether everyone is to be told that Flux is suspended, and may end it. */
export function isHeldNow(suspension: Suspension | undefined): suspension is Open {
  return isOpen(suspension) && suspension.heldAt !== undefined && suspension.endAsked === undefined;
}

/** What is suspended, or was to be. */
export function suspendedObject({
  way,
  suspension,
}: Pick<RollbackRun, 'way' | 'suspension'>): FluxObject | undefined {
  if (suspension?.flux !== undefined) return suspension.flux;
  return way.kind === 'suspend-and-undo' ? { owner: way.owner, object: way.object } : undefined;
}

/**
 * What was suspended for the attempt before is not forgotten. The next one goes on with it if it suspends the same; else
 * it begins when Flux has resumed, which takes no change while it is suspended.
 */
export function carrySuspension(
  before: RollbackRun | undefined,
  way: WayBack,
  end: NonNullable<Suspension['endAsked']>,
): Suspension | undefined {
  const suspension = before?.suspension;
  if (before === undefined || !isOpen(suspension)) return undefined;
  const flux = suspendedObject(before);
  if (flux === undefined || (way.kind === 'suspend-and-undo' && isSame(flux, way))) return suspension;
  return { ...suspension, flux, endAsked: suspension.endAsked ?? end };
}

function isSame(one: FluxObject, other: FluxObject): boolean {
  const { namespace, name } = one.object;
  return one.owner === other.owner && namespace === other.object.namespace && name === other.object.name;
}

/** For a way that needs one; one that is still held goes over to the next attempt. */
export function planSuspension(run: RollbackRun, now: number): RollbackRun {
  const { way, suspension, waiting } = run;
  const isPlanned = isOpen(suspension) || (suspension !== undefined && waiting !== undefined);
  if (way.kind !== 'suspend-and-undo' || isPlanned) return run;
  return { ...run, suspension: { key: runKey(run), from: now, until: now + way.suspendedForMs } };
}

/** Whether the way back of the run has to do with it; else it is of an attempt before, and only a resumer ends it. */
function isOfRun({ way, suspension }: RollbackRun): boolean {
  return way.kind === 'suspend-and-undo' && suspension?.flux === undefined;
}

/** What the way back found: Flux suspended by it, by somebody else, or not at all. */
export function holdSuspension(
  run: RollbackRun,
  seen: { readonly isOwn: boolean; readonly until?: number } | undefined,
  now: number,
): RollbackRun {
  const { suspension, ...rest } = run;
  if (suspension === undefined || suspension.heldAt !== undefined || !isOfRun(run)) return run;
  if (seen === undefined) return rest;
  const { isOwn, until } = seen;
  const foreign = isOwn ? {} : { foreign: until === undefined ? {} : { until } };
  return { ...rest, suspension: { ...suspension, heldAt: now, ...foreign } };
}

/** Applies the clock, and what became of the rollback. */
export function settleSuspension(run: RollbackRun, now: number): RollbackRun {
  const { suspension, status, failure } = run;
  if (!isOpen(suspension) || suspension.endAsked !== undefined) return run;
  const isPointless =
    status === 'failed' &&
    failure !== undefined &&
    failure.mayHaveActed !== true &&
    changedNothing.has(failure.kind);
  if (isPointless || now >= suspension.until) {
    return { ...run, suspension: { ...suspension, endAsked: { at: now } } };
  }
  const isToRemind = suspension.remindedAt === undefined && now >= remindAt(suspension);
  return isToRemind && suspension.heldAt !== undefined
    ? { ...run, suspension: { ...suspension, remindedAt: now } }
    : run;
}

/** When people are called once more before Flux resumes. */
export function remindAt({ from, until }: Suspension): number {
  return until - Math.min(longestNoticeMs, Math.floor((until - from) / 3));
}

/** Whether people were called, and it is to be found out whether git has moved on. */
export function isToAskGit(suspension: Suspension | undefined): suspension is Open {
  return isHeldNow(suspension) && suspension.remindedAt !== undefined && suspension.git === undefined;
}

export function noteGit(run: RollbackRun, git: NonNullable<Suspension['git']>): RollbackRun {
  return isToAskGit(run.suspension) ? { ...run, suspension: { ...run.suspension, git } } : run;
}

/** When the clock next changes it; undefined when it never does. */
export function suspensionDueAt(suspension: Suspension | undefined): number | undefined {
  if (!isOpen(suspension) || suspension.endAsked !== undefined) return undefined;
  const isReminded = suspension.remindedAt !== undefined || suspension.heldAt === undefined;
  return isReminded ? suspension.until : remindAt(suspension);
}

/** Until when looks at the workload may say more of it; undefined when they never do. */
export function suspensionWatchedUntil(suspension: Suspension | undefined): number | undefined {
  if (isOpen(suspension)) return Number.POSITIVE_INFINITY;
  if (suspension?.ended === undefined || suspension.returnedAt !== undefined) return undefined;
  return suspension.ended.at + watchAfterEndMs;
}

/** The way back has taken it back itself, or never come so far. */
export function releaseSuspension(run: RollbackRun, now: number): RollbackRun {
  const { suspension, ...rest } = run;
  if (!isOpen(suspension) || !isOfRun(run)) return run;
  return suspension.heldAt === undefined
    ? rest
    : { ...rest, suspension: { ...suspension, ended: { at: now } } };
}

/** What a resumer found; of what was never held nothing remains to be told. */
export function endSuspension(run: RollbackRun, result: 'resumed' | 'not-held', now: number): RollbackRun {
  const { suspension, ...rest } = run;
  if (!isOpen(suspension)) return run;
  if (result === 'not-held' && suspension.heldAt === undefined) return rest;
  const { trouble: _, ...kept } = suspension;
  const by = suspension.endAsked?.by;
  return { ...rest, suspension: { ...kept, ended: { at: now, ...(by === undefined ? {} : { by }) } } };
}

/** It could not be ended; since when stays as it was. */
export function troubleSuspension(run: RollbackRun, trouble: SuspensionTrouble): RollbackRun {
  const { suspension } = run;
  if (!isOpen(suspension)) return run;
  const since = suspension.trouble?.since ?? trouble.since;
  return { ...run, suspension: { ...suspension, trouble: { ...trouble, since } } };
}

/** Whether the watch sees Flux suspended, or somebody ended it in the cluster. */
export function followSuspension(run: RollbackRun, seen: WorkloadObservation, now: number): RollbackRun {
  const { suspension, way } = run;
  const { management } = seen;
  if (!isHeldNow(suspension) || way.kind !== 'suspend-and-undo' || management?.kind !== 'flux') return run;
  const isIt = management.object.name === way.object.name && management.owner === way.owner;
  if (!isIt || management.isSuspended === (suspension.isSeen === true)) return run;
  return management.isSuspended
    ? { ...run, suspension: { ...suspension, isSeen: true } }
    : { ...run, suspension: { ...suspension, ended: { at: now, isElsewhere: true } } };
}
