import type { ReleaseTruth } from '../company/ledger.ts';
import type { Expectation } from './expectation.ts';
import type { Finding } from './finding.ts';
import { quietMs } from './judge-thread.ts';
import type { CardReading } from './read-card.ts';
import type { PostReading } from './read-channels.ts';
import type { DigestLineReading, LineState } from './read-digest.ts';

/** A problem that is told in the list of a digest, and when: a list does not show when something joined it. */
export interface Folded {
  readonly line: DigestLineReading;
  readonly channel: string;
  readonly from: number;
  readonly to: number;
}

export function foldedIn({ digest, channel, at, span }: PostReading): readonly Folded[] {
  const { from = at, to = Number.POSITIVE_INFINITY } = span ?? {};
  return (digest?.lines ?? []).map((line) => ({ line, channel, from, to }));
}

export interface FoldedRequest {
  readonly release: ReleaseTruth;
  readonly expectation: Expectation;
  /** Its card. */
  readonly post: PostReading | undefined;
  readonly folded: readonly Folded[];
}

/** What digests say of a release: which of its problems are folded is chance, that each is told once is not. */
export function judgeFolded(where: string, request: FoldedRequest): Finding[] {
  const { release, expectation, post, folded } = request;
  const wrong = [
    ...(folded.length > 0 && post?.card === undefined ? ['a digest tells of it, and it has no card'] : []),
    ...(folded.length > 0 && !expectation.hasTrouble ? ['a digest calls people to nothing'] : []),
    ...folded.flatMap(({ line: { environment = 'none' }, channel }) => [
      ...(channel === release.channel ? [] : [`a digest tells of it in ${channel}`]),
      ...(environment === 'prod' ? [] : [`a digest tells of it in ${environment}`]),
    ]),
    ...(post?.card === undefined ? [] : judgeStates(release, post.card, folded)),
    ...(post === undefined ? [] : judgeSilence(release, post, folded)),
  ];
  return [
    ...wrong.map((what): Finding => ({ kind: 'wrong-card', where, what })),
    ...doubles(post, folded).map((what): Finding => ({ kind: 'duplicate-message', where, what })),
  ];
}

/** How a line must say that it stands, by how its card says that it ended. What is in between is found elsewhere. */
const endings: Readonly<Partial<Record<CardReading['state']['kind'], LineState>>> = {
  live: 'recovered',
  'job-done': 'recovered',
  superseded: 'left',
  left: 'left',
  deleted: 'left',
  'rolled-back': 'left',
};

function judgeStates(
  { end }: ReleaseTruth,
  { state }: CardReading,
  folded: readonly Folded[],
): readonly string[] {
  const hasFailed = state.kind === 'failed' || state.kind === 'timed-out';
  // A version that failed keeps its verdict when the next one comes; it needs nobody any more.
  const failed: LineState = end === undefined ? 'failing' : 'left';
  const expected = hasFailed ? failed : endings[state.kind];
  if (expected === undefined) return [];
  return folded
    .filter(({ line }) => line.state !== expected)
    .map(({ line }) => `a digest says ${line.state} of it, and its card ${state.kind}`);
}

const silence = 'a digest in this channel tells of it, and no reply of its own';

/** A card says why nobody was called, as long as it needs somebody. */
function judgeSilence(
  { end }: ReleaseTruth,
  { card, text, replies }: PostReading,
  folded: readonly Folded[],
): readonly string[] {
  const isSilent = text.includes(silence);
  if (isSilent && folded.length === 0) return [`no digest tells of it, but its card says so:\n${text}`];
  const state = card?.state.kind;
  const needsSomebody = end === undefined && (state === 'failed' || state === 'timed-out');
  const isCalled = replies.some(({ kind }) => kind === 'failing');
  if (folded.length === 0 || isCalled || !needsSomebody || isSilent) return [];
  return [`its card does not say that a digest tells of it:\n${text}`];
}

/** Called once more too soon, whenever it was that it joined the list. */
function doubles(post: PostReading | undefined, folded: readonly Folded[]): readonly string[] {
  const calls = (post?.replies ?? [])
    .filter(({ kind }) => kind === 'failing')
    .map(({ at }) => ({ from: at, to: at }));
  return folded.flatMap(({ from, to }, index) => {
    const isDouble = [...calls, ...folded.slice(0, index)].some((other) => {
      return Math.max(to, other.to) - Math.min(from, other.from) < quietMs;
    });
    return isDouble ? ['a digest tells of what was told already'] : [];
  });
}
