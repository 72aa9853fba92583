import { buildStatus } from '../build/record-step.ts';
import type { Problem } from '../problem/problem.ts';
import { worstFirst } from '../problem/severity.ts';
import type { Card, Release, Rollout } from '../release/card.ts';
import { isInTrouble } from '../release/follow-rollout.ts';
import { isUnderWay } from '../rollback/rollback.ts';
import { workloadKey } from '../rollout/workload.ts';
import type { Told } from './digest.ts';

/** failing: it needs somebody · seen-to: somebody is taking it back · recovered, left: it is over, the one way or the other. */
export type LineState = 'failing' | 'seen-to' | 'recovered' | 'left';

/** One problem of a digest, as its card knows it now. */
export interface DigestLine {
  readonly cardId: string;
  readonly service: string;
  readonly version: string;
  /** Absent for a build. */
  readonly environment?: string;
  readonly cluster?: string;
  /** The worst there is, or was; absent when no pod says anything. */
  readonly problem?: Problem;
  readonly since: number;
  readonly state: LineState;
}

/** Undefined when the card says nothing of it any more. */
export function lineOf(card: Card, told: Told): DigestLine | undefined {
  const notice = card.notices.find(({ key }) => key === told.notice);
  if (notice === undefined) return undefined;
  const about = {
    cardId: card.id,
    service: card.owner.service,
    version: card.version.label,
    since: notice.at,
  };
  if (notice.kind === 'build-failed') {
    const isFailed = card.build !== undefined && buildStatus(card.build) === 'failed';
    return { ...about, state: isFailed ? 'failing' : 'recovered' };
  }
  const found = find(card, notice.workload);
  if (found === undefined) return undefined;
  const { release, rollout } = found;
  const problem = worstOf(rollout);
  return {
    ...about,
    environment: release.environment,
    cluster: rollout.workload.cluster,
    ...(problem === undefined ? {} : { problem }),
    state: stateOf(rollout),
  };
}

/** Of what is there now; of what was, once all is over. */
function worstOf({ problems }: Rollout): Problem | undefined {
  const active = problems.filter(({ recoveredAt }) => recoveredAt === undefined);
  const told = active.length > 0 ? active : problems;
  return told.map(({ problem }) => problem).toSorted(worstFirst)[0];
}

function stateOf(rollout: Rollout): LineState {
  const { rollback, status, isLeft } = rollout;
  if (rollback !== undefined && isUnderWay(rollback)) return 'seen-to';
  if (isInTrouble(rollout) && isLeft !== true) return 'failing';
  return status === 'complete' || status === 'partition-complete' ? 'recovered' : 'left';
}

function find(card: Card, workload: string | undefined): { release: Release; rollout: Rollout } | undefined {
  for (const release of card.releases) {
    const rollout = release.rollouts.find((each) => workloadKey(each.workload) === workload);
    if (rollout !== undefined) return { release, rollout };
  }
  return undefined;
}
