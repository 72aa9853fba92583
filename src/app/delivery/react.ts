import type { Log } from '../../ports.ts';
import { type Attempt, cardSlot } from './attempt.ts';
import type { Budgets } from './budgets.ts';
import type { Content } from './content.ts';
import type { Counters } from './counters.ts';
import { type Decision, decide } from './decide.ts';
import type { Records } from './records.ts';
import type { Replacements } from './replacements.ts';
import type { Styles } from './styles.ts';
import type { Suspension } from './suspension.ts';
import type { DeliveryTiming } from './timing.ts';
import type { Waits } from './waits.ts';

export interface ReactDependencies {
  readonly budgets: Budgets;
  readonly counters: Counters;
  readonly fallbackChannel: string | undefined;
  readonly log: Log;
  readonly now: () => number;
  readonly records: Records;
  readonly replacements: Replacements;
  /** Whether this was told before; remembers that it is told now. */
  readonly reported: (what: string) => boolean;
  readonly styles: Styles;
  readonly suspension: Suspension;
  readonly timing: DeliveryTiming;
  readonly waits: Waits;
}

/** Does what a failed attempt asks for, so that the next look at the queue tries the right thing. */
export async function react(
  error: unknown,
  attempt: Attempt,
  content: Content | undefined,
  dependencies: ReactDependencies,
): Promise<void> {
  const decision = decide(error, attempt.method);
  await apply(decision, { error, attempt, content, dependencies });
}

interface Failure {
  readonly error: unknown;
  readonly attempt: Attempt;
  readonly content: Content | undefined;
  readonly dependencies: ReactDependencies;
}

function apply(decision: Decision, failure: Failure): Promise<void> | void {
  switch (decision.kind) {
    case 'slow-down':
      return slowDown(decision.retryAfterMs, failure);
    case 'retry':
      return retry(decision, failure);
    case 'render-plain':
      return renderPlain(decision.code, failure);
    case 'post-anew':
      return postAnew(decision.code, failure);
    case 'reroute':
      return reroute(decision.code, failure);
    case 'suspend':
      return failure.dependencies.suspension.begin(failure.error);
    case 'give-up':
      return giveUp(decision.code, failure);
    default:
      return decision satisfies never;
  }
}

function slowDown(retryAfterMs: number, { attempt, dependencies }: Failure): void {
  const { budgets, counters, log, now } = dependencies;
  counters.count('rateLimited');
  budgets.limited(attempt, retryAfterMs, now());
  log.warn({ method: attempt.method, channel: attempt.channel, retryAfterMs }, 'Slack asks to slow down');
}

function retry(
  decision: Extract<Decision, { kind: 'retry' }>,
  { error, attempt, dependencies }: Failure,
): void {
  const { counters, log, now, timing, waits } = dependencies;
  counters.count('retried');
  const isLostPost = decision.isUnknown && attempt.method === 'post';
  waits.putOff(attempt.key, now(), isLostPost ? timing.unknownOutcomeMs : 0);
  const fields = { message: attempt.key, code: decision.code, isUnknown: decision.isUnknown };
  if (decision.code === 'defect')
    log.error({ ...fields, err: error }, 'A message could not be sent and is tried again');
  else log.warn(fields, 'A message could not be sent and is tried again');
}

function renderPlain(code: string, failure: Failure): Promise<void> | void {
  const { attempt, content, dependencies } = failure;
  const { log, styles } = dependencies;
  if (content === undefined || !styles.refused(attempt.key, content.style)) return giveUp(code, failure);
  log.warn({ message: attempt.key, code, err: failure.error }, 'Slack refused the blocks; plain ones follow');
}

async function postAnew(code: string, failure: Failure): Promise<void> {
  const { attempt, dependencies } = failure;
  const { log, now, records, replacements, waits } = dependencies;
  const { record } = attempt;
  const isCardPost = attempt.method === 'post' && record.slot === cardSlot;
  if (isCardPost || !replacements.mayReplace(attempt.key, record.priority)) return giveUp(code, failure);
  log.warn(
    { message: attempt.key, code, ts: record.ts },
    'A message cannot be edited any more and is posted anew',
  );
  // A reply that has nothing to reply to: its card is gone.
  const name = attempt.method === 'post' ? { subject: record.subject, slot: cardSlot } : record;
  await records.replace(name, now());
  if (attempt.method === 'update') waits.markUnposted(attempt.key);
}

async function reroute(code: string, failure: Failure): Promise<void> {
  const { attempt, dependencies } = failure;
  const { counters, fallbackChannel, log, now, records, reported } = dependencies;
  const { channel } = attempt;
  if (fallbackChannel === undefined || channel === fallbackChannel) return giveUp(code, failure);
  const isMoved = await records.move(attempt.record, { from: channel, to: fallbackChannel, code, at: now() });
  if (!isMoved) return giveUp(code, failure);
  counters.count('rerouted');
  if (reported(`${code} ${channel}`)) return;
  log.error(
    { channel, code, fallbackChannel },
    'A channel cannot be posted to; the fallback channel is used',
  );
}

async function giveUp(code: string, { attempt, error, dependencies }: Failure): Promise<void> {
  const { counters, log, records, waits } = dependencies;
  counters.count('broken');
  waits.forget(attempt.key);
  log.error(
    { message: attempt.key, channel: attempt.channel, code, err: error },
    'A message cannot be sent; the next change of its card tries again',
  );
  await records.broken(attempt.record, code);
}
