import { setTimeout as wait } from 'node:timers/promises';
import type { WayBack } from '../../../domain/rollback/way-back.ts';
import { PermanentError } from '../../../errors.ts';
import type {
  Clock,
  SeenSuspension,
  WayBackExecutor,
  WayBackRequest,
  WayBackResult,
} from '../../../ports.ts';
import {
  type Access,
  attemptUntilSettled,
  type Place,
  readObject,
  type WayBackDeps,
  writePatch,
} from './access.ts';
import { createFluxControl } from './flux-control.ts';
import { type FluxStanding, fluxStanding, placeOf, suspension } from './flux-object.ts';
import { createUndo, previewUndo } from './undo.ts';

type SuspendingWay = Extract<WayBack, { kind: 'suspend-and-undo' }>;

interface SuspendDeps extends WayBackDeps {
  readonly clock: Pick<Clock, 'now'>;
}

/** A turn that began before is not seen before its controller has written that it has. */
const defaultSettleMs = 250;
/** A controller that is gone leaves its turn open for ever. */
const patienceMs = 30_000;

interface Suspended {
  readonly kind: 'suspended';
  readonly suspension: SeenSuspension;
  readonly isNew: boolean;
}

/**
 * Suspends Flux, waits until it does not apply any more, and undoes the workload. Whether it could be undone is looked
 * at first; if it is refused all the same, Flux resumes at once: so it does when it is too late for the undo. A
 * suspension of somebody else's does as well, and stays.
 */
export function createSuspendAndUndo(deps: SuspendDeps): WayBackExecutor {
  const undo = createUndo(deps);
  const flux = createFluxControl(deps);

  async function goOn(
    request: WayBackRequest,
    way: SuspendingWay,
    { suspension: seen, isNew }: Suspended,
  ): Promise<WayBackResult> {
    if (isNew) await wait(deps.timing?.settleMs ?? defaultSettleMs);
    if (await isApplying(deps, request, way)) return { kind: 'waiting', for: 'reconciler', suspension: seen };
    const result = await undo.carryOut(request);
    if (result.kind === 'applied' || result.kind === 'already-there') return { ...result, suspension: seen };
    if (!seen.isOwn || (result.kind !== 'refused' && result.kind !== 'forbidden')) return result;
    const { key } = plannedOf(request);
    request.confirmLead?.();
    // Why it was refused is not to be lost when Flux cannot be resumed: whoever asked sees to that.
    const resumed = await flux
      .resume({ key, owner: way.owner, object: way.object })
      .catch(() => ({ kind: 'no-answer' }) as const);
    const isOver = resumed.kind === 'resumed' || resumed.kind === 'not-held';
    return isOver ? result : { ...result, suspension: seen };
  }

  return {
    async carryOut(request) {
      const way = wayOf(request);
      const found = await attemptUntilSettled(deps, request, (access) => suspend(access, way));
      return found.kind === 'suspended' ? goOn(request, way, found) : found;
    },
  };
}

function wayOf({ way }: WayBackRequest): SuspendingWay {
  if (way.kind === 'suspend-and-undo') return way;
  throw new PermanentError('not-suspendable', `Flux is not suspended for the way back ${way.kind}.`);
}

function plannedOf({ suspension: planned }: WayBackRequest): NonNullable<WayBackRequest['suspension']> {
  if (planned !== undefined) return planned;
  throw new PermanentError('no-deadline', 'Flux is not suspended without an end.');
}

/** Undefined when Flux's object or the workload moved in between. */
async function suspend(access: Access, way: SuspendingWay): Promise<Suspended | WayBackResult | undefined> {
  const { key, until } = plannedOf(access.request);
  const place = placeOf(way);
  const found = fluxStanding(await readObject(access, place));
  if (found === undefined) return { kind: 'refused', because: 'manager-gone' };
  if (found.key === key) return takeUp(found, until);
  const preview = await previewUndo(access);
  if (preview !== 'clear') return preview;
  if (access.request.takesUpOnly === true) return { kind: 'refused', because: 'not-begun' };
  return await suspendNow(access, place);
}

/** As it is by now: looking at the workload took its time. */
async function suspendNow(access: Access, place: Place): Promise<Suspended | WayBackResult | undefined> {
  const { key, until } = plannedOf(access.request);
  const found = fluxStanding(await readObject(access, place));
  if (found === undefined || found.key === key) return undefined;
  if (found.isSuspended) return { kind: 'suspended', suspension: ofSomebodyElse(found), isNew: false };
  if (found.isContested) return { kind: 'refused', because: 'suspension-contested' };
  const refusal = await writePatch(access, { ...place, operations: suspension(found, { key, until }) });
  if (refusal !== undefined) return undefined;
  return { kind: 'suspended', suspension: { isOwn: true, until }, isNew: true };
}

/** It was suspended by an earlier call; whoever resumed it since did so on purpose. */
function takeUp({ isSuspended }: FluxStanding, until: number): Suspended | WayBackResult {
  if (!isSuspended) return { kind: 'refused', because: 'managed' };
  return { kind: 'suspended', suspension: { isOwn: true, until }, isNew: false };
}

function ofSomebodyElse({ resumeAt }: FluxStanding): SeenSuspension {
  return { isOwn: false, ...(resumeAt === 0 ? {} : { until: resumeAt }) };
}

/** Whether a turn of Flux's that began before the suspension may still write over the workload. */
async function isApplying(deps: SuspendDeps, request: WayBackRequest, way: SuspendingWay): Promise<boolean> {
  // What only looks need not wait for that.
  if (request.takesUpOnly === true) return false;
  if (deps.clock.now() >= plannedOf(request).from + patienceMs) return false;
  const access = { connection: deps.connection, timeoutMs: deps.timing?.timeoutMs ?? 10_000 };
  return fluxStanding(await readObject(access, placeOf(way)))?.isApplying ?? false;
}
