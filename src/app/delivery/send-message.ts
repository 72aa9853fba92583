import type { Attempt } from './attempt.ts';
import type { Place } from './records.ts';
import {
  intending,
  mayBeSent,
  mismatch,
  noting,
  type Send,
  type SendDependencies,
  unlessUnreadable,
} from './sending.ts';

/** How far Slack's clock and ours may differ. */
const clockSkewMs = 5 * 60_000;

export const updateMessage: Send = async (attempt, payload, { chat }) => {
  const { key, channel, record } = attempt;
  if (payload.kind !== 'message' || record.ts === undefined) throw mismatch(attempt, payload);
  await chat.update({ channel, ts: record.ts, message: payload.message, key });
  return { kind: 'shown', channel, ts: record.ts };
};

export const postMessage: Send = async (attempt, payload, dependencies) => {
  const { key, channel, threadTs, record } = attempt;
  const { chat, records, waits } = dependencies;
  if (payload.kind !== 'message' && payload.kind !== 'nothing') throw mismatch(attempt, payload);
  if (mayBeSent(attempt, waits)) {
    const found = await lookFor(attempt, dependencies);
    if (found !== undefined) return { kind: 'found', ...found };
  }
  if (payload.kind === 'nothing') return { kind: 'absent' };
  const { message } = payload;
  if (record.status !== 'posting') await intending(key, waits, () => records.posting(record));
  const thread = threadTs === undefined ? {} : { threadTs };
  const posted = await noting(key, waits, () => chat.post({ channel, message, key, ...thread }));
  return { kind: 'shown', ...posted };
};

async function lookFor(attempt: Attempt, { chat, now, waits }: SendDependencies): Promise<Place | undefined> {
  const { key, record, channel, threadTs } = attempt;
  return await unlessUnreadable(key, waits, () =>
    chat.findPosted({
      channel,
      key,
      // A clock that was set back since would have us look in what is yet to come.
      since: Math.min(record.dirtySince ?? now(), now()) - clockSkewMs,
      ...(threadTs === undefined ? {} : { threadTs }),
      ...(record.ts === undefined ? {} : { after: record.ts }),
    }),
  );
}
