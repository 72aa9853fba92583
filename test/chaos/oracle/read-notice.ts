/** What a reply in a card's thread is about. */
export type NoticeKind =
  | 'failing'
  | 'left'
  | 'rolled-back'
  | 'rollback-failed'
  /** A failure that another attempt has overtaken; each attempt has one. */
  | 'rollback-ended'
  | 'build-failed'
  | 'other';

const kinds: readonly (readonly [RegExp, NoticeKind])[] = [
  [/^(?:@\S+ )?\S+ of \S+ (?:is failing|began to fail|failed) in \S+\./, 'failing'],
  [/^\S+ (?:failed and )?was (?:superseded|left) in /, 'left'],
  [/^Rolled back by /, 'rolled-back'],
  [/^(?:@\S+ )?The rollback of /, 'rollback-failed'],
  [/^(?:@\S+ )?A rollback of \S+ in \S+ came to its end/, 'rollback-ended'],
  [/^(?:@\S+ )?\S+ \S+: the build failed/, 'build-failed'],
];

export function readNotice(text: string): NoticeKind {
  return kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
}
