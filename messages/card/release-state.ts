import { countsAgainstRelease } from '../../src/domain/problem/weight.ts';
import type { Card, Change, Release, Rollout } from '../../src/domain/release/card.ts';
import { isRollingBack } from '../../src/domain/release/follow-rollback.ts';
import { isInTrouble } from '../../src/domain/release/follow-rollout.ts';
import { cameToNothing } from '../../src/domain/rollback/rollback.ts';
import { runsToAnEnd } from '../../src/domain/rollout/workload.ts';
import { moment } from '../kit/date.ts';
import { took } from '../kit/duration.ts';
import type { Inline } from '../kit/inline.ts';
import { environmentName, podsOn, podsUp, serviceName, sumOf, versionName } from '../names.ts';
import { courseWords, strategyWords } from './course.ts';
import { rollbackState } from './rollback-state.ts';

/** Where one release stands, in one line. */
export function releaseState(card: Card, release: Release): readonly Inline[] {
  const version = versionName(card.version.label);
  const environment = environmentName(release.environment);
  const rollback = release.rollouts.find(isRollingBack) ?? latestRollback(release);
  if (rollback?.rollback !== undefined) {
    const line = rollbackState(rollback.rollback, environment, version);
    const isOpen = cameToNothing(rollback.rollback) || release.rollouts.some(isUnattended);
    const stillBad = isOpen ? verdictState(card, release) : [];
    return stillBad.length === 0 ? line : [...stillBad, '\n', ...line];
  }
  return verdictState(card, release);
}

/** An alert tells of a version that was live: what began, or that it is over. */
function alertState(card: Card, release: Release): readonly Inline[] {
  const { alert } = card;
  const name = versionName(card.version.label);
  const environment = environmentName(release.environment);
  const live: readonly Inline[] =
    alert?.liveSince === undefined ? [] : [' · live since ', moment(alert.liveSince)];
  const troubled = release.rollouts.find(isInTrouble);
  if (troubled !== undefined) {
    return [
      `${name} began to fail in ${environment} `,
      moment(troubleSince(troubled)),
      ' · no release in flight',
      ...live,
    ];
  }
  return [`${name} recovered in ${environment}${timeTaken(card, release)}`, ...live];
}

/** In trouble, and nobody is taking it back: the rollback failed, or was of another workload. */
function isUnattended(rollout: Rollout): boolean {
  return isInTrouble(rollout) && (rollout.rollback === undefined || cameToNothing(rollout.rollback));
}

function verdictState(card: Card, release: Release): readonly Inline[] {
  if (
    card.alert !== undefined &&
    release.rollouts.some((each) => isInTrouble(each) || each.status === 'complete')
  ) {
    return alertState(card, release);
  }
  const version = versionName(card.version.label);
  const environment = environmentName(release.environment);
  const change = changeWords(release, version);
  const failing = release.rollouts.find(({ status }) => status === 'failing');
  if (failing !== undefined) {
    return [`${version} is failing in ${environment} · since `, moment(troubleSince(failing)), change];
  }
  const kind = release.verdict?.kind;
  if (kind === undefined) return [progressState(card, release)];
  const time = timeTaken(card, release);
  switch (kind) {
    case 'succeeded':
      return [succeededState(release, { version, environment, time, change })];
    case 'failed':
      return [`${version} failed in ${environment}${time}${onlyJob(release, version)}${change}`];
    case 'timed-out':
      return [`${version} timed out in ${environment}${time}${change}`];
    case 'rolled-back':
      return [`${version} was rolled back in ${environment}`];
    case 'superseded':
      if (release.rollouts.every(({ status }) => status === 'deleted')) {
        return [deletedWords(card, release, { version, environment })];
      }
      return [supersededWords(release, version, environment)];
    default:
      return kind satisfies never;
  }
}

/** An alert is of a version that was live. */
function deletedWords(
  { alert }: Card,
  { rollouts }: Release,
  names: Pick<Success, 'version' | 'environment'>,
): string {
  const failed = rollouts.some(hasFailed);
  const before = failed ? ' failed and was deleted from' : ' was deleted from';
  const isEarly = alert === undefined && !failed;
  return `${names.version}${before} ${names.environment}${isEarly ? ' before it was live' : ''}`;
}

/** Says what came after, and that it failed before, if it did: grey must not hide red. */
export function supersededWords(release: Release, version: string, environment: string): string {
  const left = release.rollouts.find(({ successor }) => successor !== undefined);
  const failed = release.rollouts.some(hasFailed) ? 'failed and ' : '';
  if (left?.successor === undefined)
    return `${version} ${failed}was superseded in ${environment} by a newer version`;
  const next = versionName(left.successor.label);
  const unseen = left.isUnseen === true ? ', while Shipmate was not looking' : '';
  if (left.successor.isOlder) {
    const earlier = next === version ? 'an earlier revision of it' : next;
    return `${version} ${failed}was left in ${environment}: somebody went back to ${earlier}, not through Shipmate${unseen}`;
  }
  const newer = next === version ? 'a newer revision of itself' : next;
  return `${version} ${failed}was superseded in ${environment} by ${newer}${unseen}`;
}

/** `payments-api v42 → prod: 1 of 3 pods updated` */
function progressState(card: Card, release: Release): string {
  const version = versionName(card.version.label);
  const bad = release.rollouts.find(isInTrouble);
  const counts = sumOf(release.rollouts);
  const isUp = counts.updatedAvailable >= counts.desired;
  const pods =
    onlyJob(release, version).replace(/^ · /, '') ||
    (isUp ? podsOn(counts, version) : `${podsUp(counts)} updated`);
  const failed = bad === undefined ? '' : ` · ${bad.status === 'timed-out' ? 'timed out' : bad.status}`;
  return `${serviceName(card.owner.service)} ${version} → ${environmentName(release.environment)}: ${pods}${failed}${standstill(release)}${changeWords(release, version)}`;
}

function hasFailed({ problems }: Rollout): boolean {
  return problems.some(({ problem }) => countsAgainstRelease(problem));
}

/** Why it does not move, if that is meant to be; and how far a strategy with steps has come. */
function standstill({ rollouts }: Release): string {
  const serving = rollouts.filter(({ workload }) => !runsToAnEnd(workload));
  const [only] = serving;
  const steps = serving.length === 1 && only !== undefined ? strategyWords(only) : [];
  const some = (status: Rollout['status']) => serving.some((each) => each.status === status);
  return [
    ...steps,
    ...(some('paused') ? ['paused'] : []),
    ...(some('waiting-for-deletes') ? ['waiting for manual pod deletion'] : []),
  ]
    .map((words) => ` · ${words}`)
    .join('');
}

interface Success {
  readonly version: string;
  readonly environment: string;
  readonly time: string;
  readonly change: string;
}

function succeededState(release: Release, { version, environment, time, change }: Success): string {
  const job = onlyJob(release, version);
  if (job !== '') return `${version} in ${environment}${job}`;
  const counted = podsOn(sumOf(release.rollouts), version);
  const isPartial = release.rollouts.some(({ status }) => status === 'partition-complete');
  return isPartial
    ? `${version} in ${environment}: partition complete${time} · ${counted}${change}`
    : `${version} is live in ${environment}${time} · ${counted}${change}`;
}

/** ` · job done in 40 s`, for a release that is jobs only; empty for any other. */
function onlyJob({ rollouts }: Release, version: string): string {
  if (rollouts.length === 0 || !rollouts.every(({ workload }) => runsToAnEnd(workload))) return '';
  const [first, ...others] = rollouts;
  const words = first === undefined ? [] : courseWords(first, version);
  const all = others.length === 0 ? words : [`${rollouts.length} jobs`];
  return all.map((each) => ` · ${each}`).join('');
}

const changes: Readonly<Record<Change, (version: string) => string>> = {
  image: () => '',
  configuration: () => ' · new configuration, same image',
  restart: (version) => ` · restart of ${version}`,
  first: () => ' · first rollout',
};

function changeWords(release: Release, version: string): string {
  // A job is made anew each time: nothing of it changes.
  const rolled = release.rollouts.filter(({ workload }) => !runsToAnEnd(workload));
  const kinds = new Set(rolled.map(({ change }) => change));
  const [only] = kinds;
  return only === undefined || kinds.size > 1 ? '' : changes[only](version);
}

/** Nothing for what took no time worth telling. */
function afterDot(time: string, words = ''): string {
  return time === '' ? '' : ` · ${time}${words}`;
}

/** From the push to here, when the push is known. */
function timeTaken({ build }: Card, { verdict, startedAt }: Release): string {
  if (verdict === undefined) return '';
  const isFromPush = build !== undefined && verdict.kind === 'succeeded';
  return isFromPush
    ? afterDot(took(verdict.at - build.startedAt), ' from push')
    : afterDot(took(verdict.at - startedAt));
}

/** When the trouble of now began; a problem that is over says nothing of it. */
function troubleSince({ problems, startedAt }: Rollout): number {
  const active = problems.filter(
    ({ problem, recoveredAt }) => recoveredAt === undefined && countsAgainstRelease(problem),
  );
  return active.length === 0 ? startedAt : Math.min(...active.map(({ firstSeenAt }) => firstSeenAt));
}

function latestRollback(release: Release): Rollout | undefined {
  return release.rollouts
    .filter(({ rollback }) => rollback !== undefined)
    .toSorted((left, right) => (right.rollback?.requestedAt ?? 0) - (left.rollback?.requestedAt ?? 0))[0];
}
