import type { Revision } from '../rollout/observation.ts';
import type { ArgoCdDeployment } from './manager-snapshot.ts';
import type { PinnedEntry } from './way-back.ts';

/** A workload's revisions beside the history of the Application that they came of. */
export interface DeploymentRecord {
  /** The current one and the older ones, in any order. */
  readonly revisions: readonly Revision[];
  /** Oldest first. */
  readonly history: readonly ArgoCdDeployment[];
}

/** From the end of a sync until the workload's controller has made the object that keeps the new revision. */
const controllerLagMs = 5_000;
/** After which a sync that was followed by a new revision has certainly not made it. */
const certainlyOverMs = 30_000;

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
  const made = firstMadeBy(revision, record);
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

/** The deployment that made the revision; of two that came of one, the later was made by somebody else. */
function firstMadeBy(
  revision: Revision,
  { revisions, history }: DeploymentRecord,
): ArgoCdDeployment | undefined {
  const entry = entryAround(revision, history);
  const isContested = revisions.some(
    (other) =>
      other.revisionUid !== revision.revisionUid &&
      other.createdAt <= revision.createdAt &&
      entryAround(other, history) === entry,
  );
  return isContested ? undefined : entry;
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
  return startedAt >= from && deployedAt + certainlyOverMs < until;
}

/** Those whose beginning and end are known: from when the revision was made to when the next number was. */
function reignsOf(revision: Revision, { revisions }: DeploymentRecord): readonly Reign[] {
  const first = firstNumber(revision, revisions);
  const next = first && revisions.find((other) => firstNumber(other, revisions) === first + 1);
  return next ? [{ from: revision.createdAt, until: next.createdAt }] : [];
}

/**
 * The number that the revision was made with. ControllerRevisions do not keep theirs: one that was made before a
 * lower number has been returned to.
 */
function firstNumber(revision: Revision, revisions: readonly Revision[]): number | undefined {
  const [former] = revision.formerNumbers ?? [];
  if (former !== undefined) return former;
  const isReturnedTo = revisions.some(
    ({ number, createdAt, formerNumbers }) =>
      number < revision.number && createdAt > revision.createdAt && formerNumbers === undefined,
  );
  return isReturnedTo ? undefined : revision.number;
}
