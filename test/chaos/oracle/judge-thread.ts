import type { Expectation } from './expectation.ts';
import type { Finding } from './finding.ts';
import type { NoticeReading, PostReading } from './read-channels.ts';
import type { NoticeKind } from './read-notice.ts';

/** A rollout that falls into trouble again calls people again only after this long. */
export const quietMs = 10 * 60_000;

/**
 * Edits notify nobody: what people must be called to, and what becomes of it, is a reply; each once. What a digest tells
 * of (`isFolded`), that digest goes on to tell.
 */
export function judgeThread(
  where: string,
  post: PostReading,
  expectation: Expectation,
  isFolded: boolean,
): readonly Finding[] {
  const { replies, card } = post;
  const has = (kind: NoticeKind) => replies.some((reply) => reply.kind === kind);
  const missing: string[] = [];
  const state = card?.state.kind;
  const isCalledFor = state === 'failed' || state === 'timed-out' || state === 'rolled-back';
  if ((isCalledFor || card?.hadFailed === true) && !has('failing') && !isFolded)
    missing.push('that it is failing');
  if ((state === 'superseded' || state === 'left') && has('failing') && !has('left'))
    missing.push('that it was left');
  if (state === 'rolled-back' && !has('rolled-back')) missing.push('that it was rolled back');

  const needless = expectation.hasTrouble ? [] : replies.filter(({ kind }) => kind === 'failing');
  const unasked = has('failing') ? [] : replies.filter(({ kind }) => kind === 'left');
  return [
    ...missing.map(
      (what): Finding => ({
        kind: 'missing-verdict',
        where,
        what: `no reply says ${what}; the card says:\n${post.text}`,
      }),
    ),
    ...needless.map(
      ({ text }): Finding => ({
        kind: 'wrong-card',
        where,
        what: `a reply calls people to nothing:\n${text}`,
      }),
    ),
    ...unasked.map(
      ({ text }): Finding => ({
        kind: 'wrong-card',
        where,
        what: `a reply says how that ended to which no reply had called:\n${text}`,
      }),
    ),
    ...doublesIn(replies).map(
      ({ text }): Finding => ({ kind: 'duplicate-message', where, what: `one more reply:\n${text}` }),
    ),
    ...doubleFiles(replies).map(
      (file): Finding => ({ kind: 'duplicate-message', where, what: `one more file ${file}` }),
    ),
  ];
}

function doublesIn(replies: readonly NoticeReading[]): readonly NoticeReading[] {
  return replies.filter((reply, index) =>
    replies.slice(0, index).some((earlier) => isDouble(reply, earlier)),
  );
}

function isDouble(reply: NoticeReading, earlier: NoticeReading): boolean {
  if (reply.kind !== earlier.kind || reply.kind === 'rollback-ended') return false;
  if (reply.kind === 'failing') return reply.at - earlier.at < quietMs;
  return reply.kind !== 'other' || reply.text === earlier.text;
}

function doubleFiles(replies: readonly NoticeReading[]): readonly string[] {
  const files = replies.flatMap((reply) => reply.files);
  return files.filter((file, index) => files.indexOf(file) < index);
}
