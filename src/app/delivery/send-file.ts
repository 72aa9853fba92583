import { mayBeSent, mismatch, noting, type Send, unlessUnreadable } from './sending.ts';

/**
 * Staging shows nothing to anybody and may be repeated; sharing must happen once. What is shared is written down before,
 * so that an unknown outcome is settled by looking for that very file, and goes on with it if it is not there.
 */
export const sendFile: Send = async (attempt, payload, { chat, records, waits }) => {
  const { key, channel, threadTs, record } = attempt;
  if (payload.kind !== 'file' || threadTs === undefined) throw mismatch(attempt, payload);
  const { title } = payload;
  let fileId = record.status === 'posting' ? record.ts : undefined;
  if (fileId !== undefined && mayBeSent(attempt, waits)) {
    const place = { channel, threadTs, fileId };
    const isThere = await unlessUnreadable(key, waits, () => chat.isFileShared(place));
    if (isThere === true) return { kind: 'shown', channel, ts: fileId };
  }
  if (fileId === undefined) {
    fileId = await chat.stageFile({ filename: payload.filename, text: payload.text });
    await records.posting(record, fileId);
  }
  const shared = { channel, threadTs, fileId, title };
  await noting(key, waits, () => chat.shareFile(shared));
  return { kind: 'shown', channel, ts: fileId };
};
