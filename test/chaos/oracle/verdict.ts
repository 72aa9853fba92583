import type { Company } from '../company/company.ts';
import type { ReleaseTruth } from '../company/ledger.ts';
import type { StormPlan, Story } from '../plan/plan.ts';
import { pause } from '../play/pause.ts';
import { readCluster } from './cluster-facts.ts';
import { expectationOf } from './expectation.ts';
import type { Finding } from './finding.ts';
import { type Expected, judge } from './judge.ts';
import { isKeptByCluster } from './kept-by-cluster.ts';
import { readChannels } from './read-channels.ts';

export interface VerdictRequest {
  readonly company: Company;
  readonly stories: readonly Story[];
  /** Absent where everything is to be told one by one. */
  readonly storms?: StormPlan | undefined;
  readonly signal: AbortSignal;
  /** How long the bot must have seen something without a break to have to know it. */
  readonly seenMs: number;
  /** How long it is given to say everything after the last rollout. */
  readonly withinMs: number;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly owed: number;
  /** Digests of storms. */
  readonly storms: number;
}

const lookEveryMs = 3_000;
/** After all is right: long enough for a message that comes too late or once more. */
const calmMs = 60_000;

/** Looks at the channels until they say what happened, or until that took too long. */
export async function verdictOf(request: VerdictRequest): Promise<Verdict> {
  const giveUpAt = Date.now() + request.withinMs;
  for (;;) {
    const verdict = await look(request);
    if (Date.now() > giveUpAt) return verdict;
    if (verdict.findings.length > 0) {
      await pause(lookEveryMs, request.signal);
      continue;
    }
    await pause(calmMs, request.signal);
    const calm = await look(request);
    if (calm.findings.length === 0) return calm;
  }
}

async function look({ company, stories, storms, seenMs }: VerdictRequest): Promise<Verdict> {
  const { ledger, sight, slack, client } = company;
  const facts = await readCluster(client, stories);
  const until = (release: ReleaseTruth) => release.end?.at ?? Date.now();
  const isSeen = (from: number | undefined, to: number) =>
    from !== undefined && sight.longestWithin(from, to) >= seenMs;
  const services = Map.groupBy(ledger.releases, ({ service }) => service);
  const isOwed = (release: ReleaseTruth) =>
    isSeen(release.startedAt, until(release)) ||
    isKeptByCluster({
      release,
      releases: services.get(release.service) ?? [],
      isThereBefore: stories.some((each) => each.service === release.service && each.isThereBefore),
      now: Date.now(),
      isSeen,
    });

  const expected = ledger.releases.map((release): Expected => {
    const seen = { release: isOwed(release), success: isSeen(release.completeAt, until(release)) };
    const successors = successorsOf(release, ledger.releases, isOwed);
    const expectation = expectationOf({ release, seen, successors, facts: facts.get(release.service) });
    return { release, expectation };
  });
  const channels = [...new Set(slack.channels.map(({ name }) => `#${name}`))];
  const posts = readChannels(slack, channels);
  return {
    findings: judge(posts, expected, storms),
    storms: posts.filter(({ digest }) => digest !== undefined).length,
    owed: expected.filter(({ expectation }) => expectation.isOwed).length,
  };
}

/** The release that took its place, and those after it as long as nobody need have seen what came between. */
function successorsOf(
  release: ReleaseTruth,
  releases: readonly ReleaseTruth[],
  isOwed: (release: ReleaseTruth) => boolean,
): readonly ReleaseTruth[] {
  const later = releases
    .slice(releases.indexOf(release) + 1)
    .filter(({ service }) => service === release.service);
  const firstOwed = later.findIndex(isOwed);
  return firstOwed === -1 ? later : later.slice(0, firstOwed + 1);
}
