import { mismatch, type Send } from './sending.ts';

/** Publishing twice shows the same. The hash of what was published last guards against another replica's newer one. */
export const publishView: Send = async (attempt, payload, { chat }) => {
  const { channel, record } = attempt;
  if (payload.kind !== 'view') throw mismatch(attempt, payload);
  const hash = record.ts === undefined ? {} : { hash: record.ts };
  const published = await chat.publishView({ user: record.subject.id, view: payload.view, ...hash });
  return { kind: 'shown', channel, ts: published.hash };
};
