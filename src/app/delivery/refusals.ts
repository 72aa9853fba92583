import { isEverywhere } from './error-table.ts';
import type { Failure } from './react.ts';

/**
 * Slack lets the bot in nowhere, as far as one can tell. The next one to be tried is another message: a channel whose
 * key an administrator has withdrawn says the same for itself, and must not keep all others waiting for ever.
 */
export async function suspend(code: string, failure: Failure): Promise<void> {
  const { attempt, error, dependencies } = failure;
  const { now, suspension, timing, waits } = dependencies;
  if (!isEverywhere(code) && suspension.isAlone(attempt.channel)) return reroute(code, failure);
  suspension.begin(error, attempt.channel);
  waits.putOff(attempt.key, now(), timing.suspensionMs);
}

/** Its channel cannot be posted to: it goes to the fallback channel, with what to do about it. */
export async function reroute(code: string, failure: Failure): Promise<void> {
  const { attempt, dependencies } = failure;
  const { counters, fallbackChannel, log, now, records, reported } = dependencies;
  const { channel, record, source } = attempt;
  if (!source.isMovable || fallbackChannel === undefined || channel === fallbackChannel)
    return giveUp(code, failure);
  const move = { from: channel, to: fallbackChannel, code, at: now() };
  const isMoved = await records.move(record, source.root ?? record.slot, move);
  if (!isMoved) return giveUp(code, failure);
  counters.count(record.subject.kind, 'rerouted');
  if (reported(`${code} ${channel}`)) return;
  log.error(
    { channel, code, fallbackChannel },
    'A channel cannot be posted to; the fallback channel is used',
  );
}

/** A file that Slack does not take is said to be missing, once in its thread, and once to the operator. */
export async function sayInstead(code: string, failure: Failure): Promise<void> {
  const { attempt, error, dependencies } = failure;
  const { counters, log, records, reported, tellOperator, waits } = dependencies;
  const { channel, key, record } = attempt;
  const { kind, id } = record.subject;
  waits.forget(key);
  counters.count(kind, 'saidInstead');
  if (reported(`${code} ${kind}/${id}`)) await records.broken(record, code);
  else await records.instead(record, code);
  if (reported(`file ${code} ${channel}`)) return;
  log.error(
    { message: key, channel, code, err: error },
    'A file cannot be uploaded; its thread says so instead',
  );
  await tellOperator('file', code, channel);
}

/** Slack does not show the answer where it was asked for: the person is told directly. */
export async function tellDirectly(code: string, failure: Failure): Promise<void> {
  const { attempt, content, dependencies } = failure;
  const { counters, log, records, waits } = dependencies;
  const { key, record } = attempt;
  if (content?.payload.kind !== 'answer') return drop(code, failure);
  waits.forget(key);
  counters.count(record.subject.kind, 'rerouted');
  log.warn({ message: key, channel: attempt.channel, code }, 'An answer is given in a direct message');
  await records.instead(record, code, content.payload.user);
}

/** Nobody waits for it any more, or nothing better can be done. */
export async function drop(code: string, { attempt, error, dependencies }: Failure): Promise<void> {
  const { counters, log, records, waits } = dependencies;
  counters.count(attempt.record.subject.kind, 'dropped');
  waits.forget(attempt.key);
  log.warn({ message: attempt.key, channel: attempt.channel, code, err: error }, 'An answer was not given');
  await records.drop(attempt.record, attempt.source.forget);
}

/** The message is broken until its subject changes; an administrator hears of it. */
export async function giveUp(code: string, failure: Failure): Promise<void> {
  const { attempt, error, dependencies } = failure;
  const { counters, log, records, reported, tellOperator, waits } = dependencies;
  const { channel, key, record, source } = attempt;
  if (source.forget !== undefined) return drop(code, failure);
  if (!(await records.broken(record, code))) return;
  counters.count(record.subject.kind, 'broken');
  waits.forget(key);
  const words = 'A message cannot be sent; the next change of its subject tries again';
  // Whoever has left the workspace, or a channel that is gone, says the same to every message.
  if (reported(`message ${code} ${channel}`)) log.warn({ message: key, channel, code }, words);
  else log.error({ message: key, channel, code, err: error }, words);
  if (record.subject.kind !== 'operator') await tellOperator('message', code, channel);
}
