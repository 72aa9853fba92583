import { PermanentError, TransientError } from '../../errors.ts';
import type { Log } from '../../ports.ts';
import type { BackOff } from './back-off.ts';
import type { RoundEnd } from './event-intake.ts';
import type { ReflectorCounters } from './reflector-state.ts';
import type { ReflectorTiming } from './reflector-timing.ts';
import type { WatchSession } from './watch-session.ts';

export interface ReconnectionDeps {
  readonly name: string;
  readonly session: WatchSession;
  readonly counters: ReflectorCounters;
  readonly backOff: BackOff;
  readonly timing: ReflectorTiming;
  readonly random: () => number;
  readonly log: Log;
  /** For kinds that not every cluster has: called when the API server does not know it, or does not let it be read. */
  readonly onAbsent?: () => void;
  /** Whether any object of the kind is known. */
  readonly isHolding: () => boolean;
}

export interface Reconnection {
  /** After a round that ended: how long to wait before the next, in milliseconds. */
  afterEnd(end: RoundEnd, livedMs: number): number;
  /** After a round that broke. */
  afterError(error: unknown): number;
}

/** This many ERROR events in a row, and resuming is given up for a full list. */
const errorsBeforeRelist = 2;

/**
 * A definition that is deleted takes its objects along first, one by one. A 404 while some are there is more likely that of
 * something on the way, such as a proxy, or an API server that has not read its definitions yet: for two minutes it is.
 */
const absencesBeforeGone = 8;

/** Decides what follows each way a watch can end. It only decides: the reflector waits. */
export function createReconnection(deps: ReconnectionDeps): Reconnection {
  const { name, session, counters, backOff, timing, random, log } = deps;
  let errorsInRow = 0;
  let absencesInRow = 0;

  const note = (code: string, message: string) => {
    // Said once, not at every attempt; and a connection that breaks off now and then is nobody's worry.
    const level = code === 'kubernetes-watch-broken' ? 'info' : 'warn';
    if (counters.failure !== message) {
      log[level]({ watch: name, code, reason: message }, 'The cluster watch is interrupted');
    }
    counters.failure = message;
  };

  const afterTransient = (error: TransientError): number => {
    // Silence in a streamed list: an older server ignores what it does not know, and never ends the list.
    if (error.code === 'kubernetes-silent' && session.isListing()) session.usePages();
    else note(error.code, error.message);
    const ceilingMs = isCheapToRetry(error) ? timing.unreachableCeilingMs : timing.backOffCeilingMs;
    return Math.max(error.retryAfterMs ?? 0, backOff.next({ ceilingMs }));
  };

  const noteAbsence = ({ code, message }: PermanentError) => {
    if (counters.isAbsent) return;
    counters.isAbsent = true;
    counters.isRefused = code === 'kubernetes-forbidden';
    const fields = { watch: name, reason: message };
    if (counters.isRefused) log.warn(fields, 'This kind is not followed: it may not be read');
    else log.info(fields, 'This kind is not followed: it is not installed');
  };

  const isDoubtfulAbsence = (error: unknown) => {
    const isNotFound = error instanceof PermanentError && error.code === 'kubernetes-not-found';
    absencesInRow = isNotFound ? absencesInRow + 1 : 0;
    return (
      isNotFound && deps.onAbsent !== undefined && absencesInRow < absencesBeforeGone && deps.isHolding()
    );
  };

  const afterDoubt = ({ code, message }: PermanentError): number => {
    note(code, message);
    return Math.min(timing.refusedRetryMs, timing.absentRetryMs) * (0.75 + random() / 2);
  };

  const afterPermanent = (error: PermanentError): number => {
    if (deps.onAbsent !== undefined && isAbsence(error, counters)) {
      noteAbsence(error);
      deps.onAbsent();
      return timing.absentRetryMs * (0.75 + random() / 2);
    }
    if (error.code === 'kubernetes-expired') {
      session.forget();
      return backOff.next();
    }
    const isRefusedList = error.code === 'kubernetes-invalid' || error.code === 'kubernetes-bad-request';
    if (isRefusedList && session.isListing() && !session.usesPages()) {
      session.usePages();
      return 0;
    }
    // A resourceVersion that the server does not understand, such as one of before a restore from a back-up.
    if (isRefusedList) session.forget();
    note(error.code, error.message);
    return timing.refusedRetryMs * (0.75 + random() / 2);
  };

  const afterErrorEvent = (code: number, message: string, livedMs: number): number => {
    errorsInRow = livedMs >= timing.shortWatchMs ? 1 : errorsInRow + 1;
    if (errorsInRow >= errorsBeforeRelist) session.forget();
    note(`kubernetes-watch-error-${code}`, `The API server ended the watch: ${message}`);
    return backOff.next();
  };

  return {
    afterEnd(end, livedMs) {
      absencesInRow = 0;
      if (end.kind === 'error') return afterErrorEvent(end.code, end.message, livedMs);
      errorsInRow = 0;
      if (end.kind === 'expired') session.forget();
      // A streamed list that ends before it is complete comes in pages next time.
      else if (session.isListing()) session.usePages();
      return end.kind === 'ended' && livedMs >= timing.shortWatchMs ? 0 : backOff.next();
    },
    afterError(error) {
      const isDoubtful = isDoubtfulAbsence(error);
      if (error instanceof TransientError) return afterTransient(error);
      if (error instanceof PermanentError) return isDoubtful ? afterDoubt(error) : afterPermanent(error);
      note('kubernetes-unreachable', error instanceof Error ? error.message : String(error));
      return backOff.next({ ceilingMs: timing.unreachableCeilingMs });
    },
  };
}

/**
 * Without the definition a cluster answers 404; to those who may not read the kind either way, 403. Who could read it
 * before has lost a right: what is known is then not gone, but old.
 */
function isAbsence({ code }: PermanentError, { isSynced, isAbsent }: ReflectorCounters): boolean {
  if (code === 'kubernetes-not-found') return true;
  return code === 'kubernetes-forbidden' && (!isSynced || isAbsent);
}

/** Nobody is burdened by another attempt at a server that is not there. */
function isCheapToRetry({ code }: TransientError): boolean {
  return code === 'kubernetes-unreachable' || code === 'kubernetes-watch-broken';
}
