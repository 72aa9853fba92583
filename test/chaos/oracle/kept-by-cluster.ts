import type { ReleaseTruth } from '../company/ledger.ts';

export interface KeptRequest {
  readonly release: ReleaseTruth;
  /** All of its service, oldest first. */
  readonly releases: readonly ReleaseTruth[];
  /** Whether the workload runs before the first of them. */
  readonly isThereBefore: boolean;
  readonly now: number;
  /** Whether the bot must have seen what was so from one moment to another. */
  readonly isSeen: (from: number, to: number) => boolean;
}

/**
 * Whether the bot must know of a release that it need not have seen: it knew the workload before, and saw it again while
 * the cluster still kept the release's template.
 */
export function isKeptByCluster({ release, releases, isThereBefore, now, isSeen }: KeptRequest): boolean {
  const { end } = release;
  if (end === undefined || (end.how !== 'superseded' && end.how !== 'undone')) return false;
  // A Job is made anew, and a ControllerRevision does not keep the numbers that it had before somebody returned to it.
  if (release.kind === 'Job') return false;
  const place = releases.indexOf(release);
  const isReturnedTo = releases.slice(place + 1).some(({ version }) => version === release.version);
  if (release.kind !== 'Deployment' && isReturnedTo) return false;
  const lastGone = releases.slice(0, place).findLastIndex(isGone);
  const maker = releases[lastGone + 1];
  const madeAt = lastGone === -1 && isThereBefore ? 0 : maker?.startedAt;
  // Of a workload that was not there before, what it is at is all that is announced.
  if (madeAt === undefined || (madeAt > 0 && maker === release)) return false;
  const goneAt = releases.slice(place).find(isGone)?.end?.at;
  return isSeen(madeAt, release.startedAt) && isSeen(end.at, goneAt ?? now);
}

function isGone({ end }: ReleaseTruth): boolean {
  return end?.how === 'deleted';
}
