import { revisionLabel } from '../rollback/candidate.ts';
import type { RevisionRecord, RevisionVerdict } from '../rollback/revision-record.ts';
import { isPending } from '../rollout/pending-revision.ts';
import { workloadKey } from '../rollout/workload.ts';
import type { Card, Rollout } from './card.ts';
import { isInTrouble } from './follow-rollout.ts';
import { rolloutsOf } from './settle-card.ts';

/** What a change to a card teaches about revisions: which may be returned to, and which never. */
export function revisionVerdicts(
  before: Card | undefined,
  after: Card,
  now: number,
): readonly RevisionRecord[] {
  return rolloutsOf(after).flatMap((rollout) => {
    const earlier = rolloutsOf(before).find(
      (each) =>
        workloadKey(each.workload) === workloadKey(rollout.workload) &&
        each.revision.number === rollout.revision.number,
    );
    if (earlier?.status === rollout.status) return [];
    // What breaks long after it went live need not be the version's fault; only a rollback says that it was.
    if (after.alert !== undefined && rollout.status !== 'rolled-back') return [];
    // Of what was never created, or nobody saw, nothing is learnt.
    if (isPending(rollout.revision) || rollout.isUnseen === true) return [];
    return verdictsOf({ rollout, earlier, card: after, now });
  });
}

interface Lesson {
  readonly card: Card;
  readonly rollout: Rollout;
  readonly earlier: Rollout | undefined;
  readonly now: number;
}

function verdictsOf({ card, rollout, earlier, now }: Lesson): RevisionRecord[] {
  const workload = workloadKey(rollout.workload);
  const { author } = card.build ?? {};
  const record = (verdict: RevisionVerdict, of = rollout.revision): RevisionRecord => ({
    workload,
    revisionUid: of.revisionUid,
    label: revisionLabel(card.owner.service, of),
    verdict,
    at: now,
    ...(author === undefined || of !== rollout.revision ? {} : { author }),
  });
  switch (rollout.status) {
    case 'complete':
      return [record('good')];
    case 'failed':
    case 'timed-out':
      return [record('bad')];
    case 'rolled-back':
      return [record('bad'), ...(rollout.rollback ? [record('good', rollout.rollback.target)] : [])];
    case 'superseded':
      return earlier === undefined ? [] : [record(isInTrouble(earlier) ? 'bad' : 'unproven')];
    case 'progressing':
    case 'paused':
    case 'waiting-for-deletes':
    case 'partition-complete':
    case 'failing':
    case 'deleted':
      return [];
  }
}
