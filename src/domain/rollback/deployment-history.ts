import type { Revision, WorkloadObservation } from '../rollout/observation.ts';
import type { ArgoCdDeployment } from './manager-snapshot.ts';
import type { PinnedEntry } from './way-back.ts';

/** A workload's revisions beside the history of the Application that they came of. */
export interface DeploymentRecord {
  /** The current one and the older ones, in any order. */
  readonly revisions: readonly Revision[];
  /** Whether revisions keep the numbers that they had before the workload returned to them: ControllerRevisions do not. */
  readonly keepsNumbers: boolean;
  /** Oldest first. */
  readonly history: readonly ArgoCdDeployment[];
}

export function recordOf(
  { workload, revision, older }: Pick<WorkloadObservation, 'workload' | 'revision' | 'older'>,
  history: readonly ArgoCdDeployment[],
): DeploymentRecord {
  const keepsNumbers = workload.kind === 'Deployment' || workload.kind === 'Rollout';
  return { revisions: [revision, ...older], keepsNumbers, history };
}

/** From the end of a sync until the workload's controller has made the object that keeps the new revision. */
const controllerLagMs = 5_000;
/** After which what a sync has not made is made by somebody else. */
const certainlyOverMs = 10_000;

/**
 * The newest entry that is known to hold each of the revisions; those of which none is known are left out. No entry
 * says which revisions it made, so what is not proven by the times of both is not taken for true: a wrong entry would
 * bring a version that nobody asked for. The newest, because older ones take back more of what else the Application has.
 */
export function pinEntries(revisions: readonly Revision[], record: DeploymentRecord): readonly PinnedEntry[] {
  return revisions.flatMap((revision) => {
    const entry = entriesOf(revision, record).at(-1);
    if (entry === undefined) return [];
    return [{ revisionUid: revision.revisionUid, id: entry.id, content: entry.content }];
  });
}

/** All entries that are known to hold the revision, oldest first. */
export function entriesOf(revision: Revision, record: DeploymentRecord): readonly ArgoCdDeployment[] {
  const { history } = record;
  const made = madeBy(revision, record);
  const proven = new Set(
    history
      .filter((entry) => entry === made || reignsOf(revision, record).some((reign) => isWithin(entry, reign)))
      .map(({ content }) => content),
  );
  // A rollback of Argo CD's deploys the same content again.
  return history.filter(({ content }) => proven.has(content));
}

/**
 * How many deployments came after the newest of the current revision's. They have not changed this workload, and still
 * a return to an earlier entry takes back what they brought to others.
 */
export function deployedSince(current: Revision, history: readonly ArgoCdDeployment[]): number {
  const made = entryAround(current, history);
  const last =
    made === undefined
      ? history.findLastIndex(({ startedAt }) => startedAt <= current.createdAt)
      : history.findLastIndex(({ content }) => content === made.content);
  return history.length - 1 - last;
}

/**
 * The deployment that made the revision. Undefined when that was another, of two that came of one for the later: when the
 * one before it may have, or one that failed and left no entry, as what was deployed before makes nothing new.
 */
function madeBy(revision: Revision, { revisions, history }: DeploymentRecord): ArgoCdDeployment | undefined {
  const entry = entryAround(revision, history);
  if (entry === undefined) return undefined;
  const earlier = history.slice(0, history.indexOf(entry));
  const isDoubtful = earlier.some(({ deployedAt }) => deployedAt + certainlyOverMs >= revision.createdAt);
  const isRepeated = earlier.some(({ content }) => content === entry.content);
  const isContested = revisions.some(
    (other) =>
      other.revisionUid !== revision.revisionUid &&
      other.createdAt <= revision.createdAt &&
      entryAround(other, history) === entry,
  );
  return isDoubtful || isRepeated || isContested ? undefined : entry;
}

/** The deployment in which the revision was made, going by the times alone. */
function entryAround(
  { createdAt }: Revision,
  history: readonly ArgoCdDeployment[],
): ArgoCdDeployment | undefined {
  const entry = history.findLast(({ startedAt }) => startedAt <= createdAt);
  return entry !== undefined && createdAt <= entry.deployedAt + controllerLagMs ? entry : undefined;
}

/** A time through which the workload was at one revision. */
interface Reign {
  readonly from: number;
  readonly until: number;
}

/** What was deployed in it without making another revision holds the same. Its end may have made the next. */
function isWithin({ startedAt, deployedAt }: ArgoCdDeployment, { from, until }: Reign): boolean {
  return startedAt > from && deployedAt + certainlyOverMs < until;
}

/** Those whose beginning and end are known: from when the revision was made to when the next number was. */
function reignsOf(revision: Revision, record: DeploymentRecord): readonly Reign[] {
  const first = firstNumber(revision, record);
  const next = first && record.revisions.find((other) => firstNumber(other, record) === first + 1);
  return next ? [{ from: revision.createdAt, until: next.createdAt }] : [];
}

/** The number that the revision was made with; of those that do not keep it, only while none was returned to. */
function firstNumber({ number, formerNumbers }: Revision, record: DeploymentRecord): number | undefined {
  if (record.keepsNumbers) return formerNumbers?.[0] ?? number;
  return hasNoGap(record.revisions) ? number : undefined;
}

/** A return leaves the number before it to nobody. */
function hasNoGap(revisions: readonly Revision[]): boolean {
  const numbers = new Set(revisions.map(({ number }) => number));
  return revisions.every((_, index) => numbers.has(index + 1));
}
