import { intending, mismatch, noting, type Send } from './sending.ts';

/** Slack keeps nothing of an answer that one could look for, so it is sent at most once. */
export const sendAnswer: Send = async (attempt, payload, { chat, records, waits }) => {
  const { key, channel, record } = attempt;
  if (payload.kind !== 'answer') throw mismatch(attempt, payload);
  if (record.status === 'posting' && !waits.isKnownUnposted(key)) return { kind: 'unknowable' };
  if (record.status !== 'posting') await intending(key, waits, () => records.posting(record));
  const { user, message, threadTs, responseUrl } = payload;
  const thread = threadTs === undefined ? {} : { threadTs };
  await noting(key, waits, () =>
    responseUrl === undefined
      ? chat.postEphemeral({ channel, user, message, ...thread })
      : chat.respond({ responseUrl, message }),
  );
  return { kind: 'shown', channel, ts: '' };
};
