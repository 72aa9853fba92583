import type { Log } from '../../ports.ts';
import type { Attempt } from './attempt.ts';
import type { Budgets } from './budgets.ts';
import type { Content } from './content.ts';
import type { Counters } from './counters.ts';
import { type Decision, decide } from './decide.ts';
import type { EditDoubts } from './edit-doubts.ts';
import type { Records } from './records.ts';
import { drop, giveUp, reroute, sayInstead, suspend, tellDirectly } from './refusals.ts';
import type { Replacements } from './replacements.ts';
import type { Styles } from './styles.ts';
import type { Suspension } from './suspension.ts';
import type { DeliveryTiming } from './timing.ts';
import type { Waits } from './waits.ts';

export interface ReactDependencies {
  readonly budgets: Budgets;
  readonly counters: Counters;
  readonly doubts: EditDoubts;
  readonly fallbackChannel: string | undefined;
  readonly log: Log;
  readonly now: () => number;
  readonly records: Records;
  readonly replacements: Replacements;
  /** Whether this was told before; remembers that it is told now. */
  readonly reported: (what: string) => boolean;
  readonly styles: Styles;
  readonly suspension: Suspension;
  /** Says once in the fallback channel what an administrator must do. */
  readonly tellOperator: (what: 'file' | 'message', code: string, channel: string) => Promise<void>;
  readonly timing: DeliveryTiming;
  readonly waits: Waits;
}

export interface Failure {
  readonly error: unknown;
  readonly attempt: Attempt;
  readonly content: Content | undefined;
  readonly dependencies: ReactDependencies;
}

/** Does what a failed attempt asks for, so that the next look at the queue tries the right thing. */
export async function react(
  error: unknown,
  attempt: Attempt,
  content: Content | undefined,
  dependencies: ReactDependencies,
): Promise<void> {
  const decision = decide(error, attempt);
  await apply(decision, { error, attempt, content, dependencies });
}

function apply(decision: Decision, failure: Failure): Promise<void> | void {
  switch (decision.kind) {
    case 'slow-down':
      return slowDown(decision, failure);
    case 'retry':
      return retry(decision, failure);
    case 'shorten':
      return simplify(decision.code, 'length', failure);
    case 'render-plain':
      return simplify(decision.code, 'blocks', failure);
    case 'post-anew':
      return postAnew(decision.code, failure);
    case 'reroute':
      return reroute(decision.code, failure);
    case 'say-instead':
      return sayInstead(decision.code, failure);
    case 'tell-directly':
      return tellDirectly(decision.code, failure);
    case 'stage-anew':
      return stageAnew(decision.code, failure);
    case 'republish':
      return failure.dependencies.records.restart(failure.attempt.record);
    case 'suspend':
      return suspend(decision.code, failure);
    case 'drop':
      return drop(decision.code, failure);
    case 'give-up':
      return giveUp(decision.code, failure);
    default:
      return decision satisfies never;
  }
}

function slowDown(
  { retryAfterMs, of }: Extract<Decision, { kind: 'slow-down' }>,
  { attempt, dependencies }: Failure,
): void {
  const { budgets, counters, log, now } = dependencies;
  counters.count(attempt.record.subject.kind, 'rateLimited');
  const { channel } = attempt;
  const method = of === 'look' ? 'look' : attempt.method;
  if (of === 'workspace') budgets.full(method, retryAfterMs, now());
  else budgets.limited({ method, channel }, retryAfterMs, now());
  log.warn({ method, channel, retryAfterMs }, 'Slack asks to slow down');
}

function retry(
  decision: Extract<Decision, { kind: 'retry' }>,
  { error, attempt, dependencies }: Failure,
): void {
  const { counters, doubts, log, now, timing, waits } = dependencies;
  counters.count(attempt.record.subject.kind, 'retried');
  const isEdit = attempt.method === 'update' || attempt.method === 'publish';
  if (decision.isUnknown && isEdit) doubts.doubt(attempt.key, now() + timing.trickleMs);
  const leftAloneMs = Math.max(settlesWithin(attempt, timing), waits.blindMs(attempt.key));
  waits.putOff(attempt.key, now(), decision.isUnknown ? leftAloneMs : 0);
  const fields = { message: attempt.key, code: decision.code, isUnknown: decision.isUnknown };
  if (decision.code === 'defect')
    log.error({ ...fields, err: error }, 'A message could not be sent and is tried again');
  else log.warn(fields, 'A message could not be sent and is tried again');
}

/** What may be done twice need not be looked for. */
function settlesWithin({ method }: Attempt, timing: DeliveryTiming): number {
  if (method === 'post') return timing.unknownOutcomeMs;
  return method === 'upload' ? timing.unknownUploadMs : 0;
}

function simplify(code: string, because: 'blocks' | 'length', failure: Failure): Promise<void> | void {
  const { attempt, content, dependencies } = failure;
  const { counters, log, styles } = dependencies;
  if (content === undefined || !styles.refused(attempt.key, content.style, because))
    return giveUp(code, failure);
  counters.count(attempt.record.subject.kind, 'simplified');
  log.warn(
    { message: attempt.key, code, err: failure.error },
    'Slack refused a message; a simpler form follows',
  );
}

async function postAnew(code: string, failure: Failure): Promise<void> {
  const { attempt, dependencies } = failure;
  const { counters, log, now, records, replacements, waits } = dependencies;
  const { record, source } = attempt;
  const { root = record.slot } = source;
  const isRootPost = attempt.method === 'post' && record.slot === root;
  if (isRootPost || !replacements.mayReplace(attempt.key, record.priority)) return giveUp(code, failure);
  counters.count(record.subject.kind, 'replaced');
  log.warn(
    { message: attempt.key, code, ts: record.ts },
    'A message cannot be edited any more and is posted anew',
  );
  // A reply or a file that has nothing to reply to: its root is gone.
  if (attempt.method === 'update') await records.replace(record, record.ts, now());
  else await records.replace({ subject: record.subject, slot: root }, attempt.threadTs, now());
  if (attempt.method === 'update') waits.markUnposted(attempt.key);
}

/** How often a file is looked for after Slack has said that it knows no such file. */
const mostLooks = 2;

/**
 * Slack forgets what was staged and never shared, and what was shared it does not know as staged any more. So a file
 * that may have been shared by an earlier attempt is looked for a few times more: it shows in its thread after a while.
 */
async function stageAnew(code: string, failure: Failure): Promise<void> {
  const { attempt, dependencies } = failure;
  const { counters, now, records, replacements, timing, waits } = dependencies;
  const { record } = attempt;
  const mayBeShared = record.status === 'posting' && record.ts !== undefined;
  if (mayBeShared && waits.missed(attempt.key) <= mostLooks) {
    waits.markUnknown(attempt.key);
    return waits.putOff(attempt.key, now(), timing.unknownUploadMs);
  }
  if (!replacements.mayReplace(attempt.key, attempt.record.priority)) return sayInstead(code, failure);
  counters.count(attempt.record.subject.kind, 'replaced');
  waits.putOff(attempt.key, now(), timing.unknownUploadMs);
  await records.restart(attempt.record);
}
