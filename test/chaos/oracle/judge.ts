import type { ReleaseTruth } from '../company/ledger.ts';
import type { StormPlan } from '../plan/plan.ts';
import { type Expectation, isSameState } from './expectation.ts';
import type { Finding } from './finding.ts';
import { judgeDigests } from './judge-digest.ts';
import { judgeFlood } from './judge-flood.ts';
import { type Folded, foldedIn, judgeFolded } from './judge-folded.ts';
import { judgeKeys } from './judge-keys.ts';
import { judgeThread } from './judge-thread.ts';
import { type CardReading, isFinal } from './read-card.ts';
import type { PostReading } from './read-channels.ts';

export interface Expected {
  readonly release: ReleaseTruth;
  readonly expectation: Expectation;
}

/** Compares what the channels show with what happened. Knows nothing of what the bot thinks. */
export function judge(
  posts: readonly PostReading[],
  expected: readonly Expected[],
  storms?: StormPlan,
): readonly Finding[] {
  const versions = Map.groupBy(expected, ({ release }) => `${release.service} ${release.version}`);
  const isDigest = ({ digest }: PostReading) => storms !== undefined && digest !== undefined;
  const cards = Map.groupBy(
    posts.filter((post) => !isDigest(post)),
    (post) => ownerOf(post, versions),
  );
  const folded = Map.groupBy(posts.filter(isDigest).flatMap(foldedIn), ({ line }) => nameIn(line, versions));
  return [
    ...judgeKeys(posts),
    ...(storms === undefined ? [] : [...judgeDigests(posts, storms), ...judgeFlood(posts, storms)]),
    ...(cards.get(undefined) ?? []).map(strayFinding),
    ...(folded.get(undefined) ?? []).map(strayLineFinding),
    ...[...versions].flatMap(([version, releases]) =>
      judgeVersion(releases, [...(cards.get(version) ?? []), ...(folded.get(version) ?? [])]),
    ),
  ];
}

function nameIn(
  { service, version }: Folded['line'],
  versions: ReadonlyMap<string, unknown>,
): string | undefined {
  const name = `${service} ${version}`;
  return versions.has(name) ? name : undefined;
}

/** The version that a post is about; undefined when none that was released by then is. */
function ownerOf(
  { card, at }: PostReading,
  versions: ReadonlyMap<string, readonly Expected[]>,
): string | undefined {
  if (card === undefined || card.isAlert) return undefined;
  const version = `${card.service} ${card.version}`;
  const isReleased = versions.get(version)?.some(({ release }) => release.openedAt <= at);
  return isReleased === true ? version : undefined;
}

const mostShared = 6;

/** What a channel shows of a release: its card with the thread, or its line in a digest. */
type Shown = PostReading | Folded;

function isFolded(shown: Shown): shown is Folded {
  return 'line' in shown;
}

/**
 * A version may be released more than once, and its cards and lines say nothing of which release they are about: they
 * are taken as it fits best.
 */
function judgeVersion(releases: readonly Expected[], all: readonly Shown[]): readonly Finding[] {
  // However they are shared, so many more than there are releases are there twice.
  const [shared, more] = [all.slice(0, mostShared), all.slice(mostShared)];
  const ways = waysToShare(releases, shared).map((shares) =>
    releases.flatMap((release, index) =>
      judgeRelease(release, [...(shares[index] ?? []), ...(index === 0 ? more : [])]),
    ),
  );
  const [best = []] = ways.toSorted((one, other) => one.length - other.length);
  return best;
}

/** Every way in which each of them belongs to one of the releases. */
function waysToShare(
  releases: readonly Expected[],
  all: readonly Shown[],
): readonly (readonly (readonly Shown[])[])[] {
  const none = [releases.map((): readonly Shown[] => [])];
  return all.reduce<readonly (readonly (readonly Shown[])[])[]>(
    (ways, shown) =>
      ways.flatMap((shares) =>
        releases.map((_, owner) =>
          shares.map((share, index) => (index === owner ? [...share, shown] : share)),
        ),
      ),
    none,
  );
}

function strayFinding({ channel, text }: PostReading): Finding {
  const [first = ''] = text.split('\n');
  return {
    kind: 'wrong-card',
    where: `${first} in ${channel}`,
    what: `nothing that happened asks for it:\n${text}`,
  };
}

function strayLineFinding({ line, channel }: Folded): Finding {
  const where = `${line.service} ${line.version} in ${channel}`;
  return wrong(where, 'a digest tells of it, and nothing that happened asks for it');
}

function judgeRelease({ release, expectation }: Expected, all: readonly Shown[]): Finding[] {
  const where = `${release.service} ${release.version} in ${release.channel}`;
  const folded = all.filter(isFolded);
  const [post, ...others] = all.filter((shown): shown is PostReading => !isFolded(shown));
  const inDigests = judgeFolded(where, { release, expectation, post, folded });
  if (post === undefined) {
    return expectation.isOwed
      ? [
          ...inDigests,
          { kind: 'missing-verdict', where, what: `no card; expected: ${describe(expectation)}` },
        ]
      : inDigests;
  }
  const doubles = others.map(
    ({ text }): Finding => ({ kind: 'duplicate-message', where, what: `one more card:\n${text}` }),
  );
  return [
    ...doubles,
    ...(post.channel === release.channel ? [] : [wrong(where, `shown in ${post.channel}`)]),
    ...(post.card === undefined ? [] : judgeCard(where, post, post.card, release, expectation)),
    ...judgeThread(where, post, expectation, folded.length > 0),
    ...inDigests,
  ];
}

function judgeCard(
  where: string,
  { text }: PostReading,
  card: CardReading,
  release: ReleaseTruth,
  expectation: Expectation,
): Finding[] {
  const expected = describe(expectation);
  // Of a rollout that nobody need have seen, the card of its build says nothing more.
  if (card.state.kind === 'building' && !expectation.isOwed) return judgeBuild(where, text, card, release);
  if (!isFinal(card.state)) {
    return [{ kind: 'missing-verdict', where, what: `expected: ${expected}; the card says:\n${text}` }];
  }
  if (!expectation.states.some((state) => isSameState(card.state, state))) {
    return [wrong(where, `expected: ${expected}; the card says:\n${text}`)];
  }
  if (card.environment !== 'prod') return [wrong(where, `expected in prod; the card says:\n${text}`)];
  return [...judgeRow(where, text, card, expectation), ...judgeBuild(where, text, card, release)];
}

function judgeRow(where: string, text: string, { rows }: CardReading, { row }: Expectation): Finding[] {
  if (row === undefined) return [];
  const isRight = rows.some(({ mark, title }) => mark === row.mark && title.includes(row.title));
  return isRight
    ? []
    : [wrong(where, `expected a row "${row.mark} … ${row.title}"; the card says:\n${text}`)];
}

const steps = ['checkout', 'test', 'image', 'push'] as const;

function judgeBuild(
  where: string,
  text: string,
  { rows }: CardReading,
  { isBuilt }: ReleaseTruth,
): Finding[] {
  if (!isBuilt) return [];
  const missing = steps.filter(
    (step) => !rows.some(({ mark, title }) => mark === '✓' && title.startsWith(step)),
  );
  return missing.length === 0
    ? []
    : [wrong(where, `expected the steps ${missing.join(', ')} as passed; the card says:\n${text}`)];
}

function wrong(where: string, what: string): Finding {
  return { kind: 'wrong-card', where, what };
}

function describe({ states }: Expectation): string {
  return states.map((state) => Object.values(state).join(' ')).join(', or ');
}
