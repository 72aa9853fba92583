import { buildStatus } from '../build/record-step.ts';
import { cameToNothing } from '../rollback/rollback.ts';
import { settleSuspension } from '../rollback/suspension.ts';
import { workloadKey } from '../rollout/workload.ts';
import type { Card, Notice, Release, Rollout, Verdict, VerdictKind } from './card.ts';
import { isInTrouble } from './follow-rollout.ts';

/** A rollout that falls back into trouble within this time pings no second time. */
const quietAfterNoticeMs = 10 * 60_000;

/** Draws the conclusions of a change to a card: verdicts of its releases, and what to say in its thread. */
export function settleCard(card: Card, before: Card | undefined, now: number): Card {
  const releases = card.releases.map((release) => withVerdict(withSuspensions(release, now), now));
  return { ...card, releases, notices: [...card.notices, ...newNotices({ ...card, releases }, before, now)] };
}

function withSuspensions(release: Release, now: number): Release {
  const rollouts = release.rollouts.map((rollout) => {
    if (rollout.rollback?.suspension === undefined) return rollout;
    return { ...rollout, rollback: settleSuspension(rollout.rollback, now) };
  });
  return { ...release, rollouts };
}

function withVerdict(release: Release, now: number): Release {
  const kind = verdictOf(release.rollouts);
  const { verdict, ...rest } = release;
  if (kind === undefined) return rest;
  const kept: Verdict = verdict?.kind === kind ? verdict : { kind, at: now };
  return { ...rest, verdict: kept };
}

/** The worst that befell any rollout, once none is on its way; a deleted workload was simply not needed any more. */
function verdictOf(rollouts: readonly Rollout[]): VerdictKind | undefined {
  if (rollouts.length === 0 || rollouts.some(({ endedAt }) => endedAt === undefined)) return undefined;
  const statuses = new Set(rollouts.map(({ status }) => status));
  if (statuses.has('failed')) return 'failed';
  if (statuses.has('timed-out')) return 'timed-out';
  if (statuses.has('rolled-back')) return 'rolled-back';
  return statuses.has('complete') || statuses.has('partition-complete') ? 'succeeded' : 'superseded';
}

function newNotices(card: Card, before: Card | undefined, now: number): readonly Notice[] {
  const fromReleases = card.releases.flatMap((release) =>
    release.rollouts.flatMap((rollout) => rolloutNotices({ card, before, release, rollout, now })),
  );
  const isBuildNews =
    card.build !== undefined &&
    buildStatus(card.build) === 'failed' &&
    (before?.build === undefined || buildStatus(before.build) !== 'failed');
  const fromBuild: Notice[] = isBuildNews ? [{ key: 'build-failed', kind: 'build-failed', at: now }] : [];
  return [...fromReleases, ...fromBuild].filter(
    ({ key }) => !card.notices.some((notice) => notice.key === key),
  );
}

interface Subject {
  readonly card: Card;
  readonly before: Card | undefined;
  readonly release: Release;
  readonly rollout: Rollout;
  readonly now: number;
}

function rolloutNotices({ card, before, release, rollout, now }: Subject): readonly Notice[] {
  const workload = workloadKey(rollout.workload);
  const about = { environment: release.environment, workload, at: now };
  const run = rollout.rollback;
  const notices: Notice[] = [];
  const calls = card.notices.filter((notice) => notice.kind === 'failing' && notice.workload === workload);
  // Who was called to trouble is told that it is over; what a digest told of, that digest goes on to tell.
  const wasTold = calls.some(({ held }) => held === undefined);
  if (rollout.status === 'superseded' && wasTold && run === undefined) {
    notices.push({ key: `left/${workload}`, kind: 'left', ...about });
  }

  const wasInTrouble = rolloutsOf(before).some(
    (each) => workloadKey(each.workload) === workload && isInTrouble(each),
  );
  const lastTold = calls.findLast(({ held }) => held?.by !== 'over');
  const isQuiet = lastTold !== undefined && now - lastTold.at < quietAfterNoticeMs;
  // Who asked for a rollback has seen the trouble; what came to nothing takes care of none that comes later.
  const isSeenTo = run !== undefined && !cameToNothing(run);
  if (isInTrouble(rollout) && !wasInTrouble && !isQuiet && !isSeenTo) {
    notices.push({ key: `failing/${workload}/${now}`, kind: 'failing', ...about });
  }
  if (run?.status === 'requested') {
    notices.push({ key: `approval/${workload}/${run.requestedAt}`, kind: 'approval-needed', ...about });
  }
  if (run?.status === 'announced') {
    notices.push({ key: `announced/${workload}/${run.requestedAt}`, kind: 'rollback-announced', ...about });
  }
  if (run?.isBreakGlass === true) {
    notices.push({ key: `glass/${workload}/${run.requestedAt}`, kind: 'glass-broken', ...about });
  }
  if (run?.status === 'done') {
    notices.push({ key: `rolled-back/${workload}/${run.requestedAt}`, kind: 'rolled-back', ...about });
  }
  if (run?.status === 'failed') {
    notices.push({
      key: `rollback-failed/${workload}/${run.requestedAt}`,
      kind: 'rollback-failed',
      ...about,
    });
  }
  return [...notices, ...suspensionNotices(run, workload).map((notice) => ({ ...about, ...notice }))];
}

/** Flux resumes soon, or it cannot be made to. */
function suspensionNotices(
  run: Rollout['rollback'],
  workload: string,
): readonly Pick<Notice, 'key' | 'kind'>[] {
  const { remindedAt, trouble } = run?.suspension ?? {};
  const of = `${workload}/${run?.requestedAt ?? 0}`;
  return [
    ...(remindedAt === undefined ? [] : [{ key: `flux-resumes/${of}`, kind: 'flux-resumes' as const }]),
    ...(trouble === undefined
      ? []
      : [{ key: `flux-suspended/${of}`, kind: 'flux-stays-suspended' as const }]),
  ];
}

/** Every rollout of a card, whichever environment it reaches. */
export function rolloutsOf(card: Card | undefined): readonly Rollout[] {
  return card?.releases.flatMap((release) => release.rollouts) ?? [];
}
