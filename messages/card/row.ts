import type { BuildStep, StepStatus } from '../../src/domain/build/build.ts';
import type { Card, Release, Rollout, RolloutStatus } from '../../src/domain/release/card.ts';
import { runsToAnEnd } from '../../src/domain/rollout/workload.ts';
import { duration } from '../kit/duration.ts';
import { singleLine } from '../kit/escape.ts';
import { limits } from '../kit/limits.ts';
import { truncate } from '../kit/truncate.ts';
import { podsOn, podsUp, rolloutName, versionName } from '../names.ts';
import { stepTitle } from './build-state.ts';
import { courseWords } from './course.ts';

export type RowStatus = 'pending' | 'in_progress' | 'complete' | 'error';

/** One thing that has to happen, and whether it has: a build step, or a workload reaching a version. */
export interface Row {
  readonly kind: 'step' | 'rollout';
  readonly status: RowStatus;
  readonly title: string;
}

/** The same states in plain style; never a colour alone. */
export const rowMarks: Readonly<Record<RowStatus, string>> = {
  pending: '○',
  in_progress: '●',
  complete: '✓',
  error: '✗',
};

const mostSteps = 24;
const mostRollouts = 15;

/** Every row of a card, build steps first. Of very many, those that passed are only counted. */
export function rowsOf(card: Card): readonly Row[] {
  const steps = (card.build?.steps ?? []).map(stepRow);
  const rollouts = card.releases.flatMap((release) =>
    release.rollouts.map((rollout) => rolloutRow(card, release, rollout)),
  );
  return [...atMost(steps, mostSteps, 'steps'), ...atMost(rollouts, mostRollouts, 'workloads')];
}

const stepStatuses: Readonly<Record<StepStatus, RowStatus>> = {
  pending: 'pending',
  running: 'in_progress',
  passed: 'complete',
  failed: 'error',
  skipped: 'pending',
};

/** `test · 312 passed · 48 s` */
function stepRow(step: BuildStep): Row {
  const { status, startedAt, finishedAt } = step;
  const detail = singleLine(step.detail ?? '', 80);
  const took = startedAt === undefined || finishedAt === undefined ? undefined : finishedAt - startedAt;
  const title = [
    stepTitle(step),
    ...(status === 'skipped' ? ['skipped'] : []),
    ...(status === 'failed' ? ['failed'] : []),
    ...(detail === '' ? [] : [detail]),
    // A step that was reported only once has no length.
    ...(took === undefined || took < 1_000 ? [] : [duration(took)]),
  ].join(' · ');
  return row('step', stepStatuses[status], title);
}

const rolloutStatuses: Readonly<Record<RolloutStatus, RowStatus>> = {
  progressing: 'in_progress',
  paused: 'in_progress',
  'waiting-for-deletes': 'in_progress',
  failing: 'error',
  failed: 'error',
  'timed-out': 'error',
  'partition-complete': 'complete',
  complete: 'complete',
  superseded: 'pending',
  'rolled-back': 'complete',
  deleted: 'pending',
};

const rolloutWords: Readonly<Record<RolloutStatus, readonly string[]>> = {
  progressing: [],
  paused: ['paused'],
  'waiting-for-deletes': ['waiting for manual pod deletion'],
  failing: ['failing'],
  failed: ['failed'],
  'timed-out': ['timed out'],
  'partition-complete': ['partition complete'],
  complete: [],
  superseded: ['superseded by a newer version'],
  'rolled-back': ['rolled back'],
  deleted: ['deleted'],
};

/** `prod · 2 of 3 pods on v42 · failing` */
function rolloutRow(card: Card, release: Release, rollout: Rollout): Row {
  const name = rolloutName(card, release, rollout);
  const run = rollout.rollback;
  if (run !== undefined && run.status !== 'failed' && rollout.status !== 'superseded') {
    const target = versionName(run.targetLabel);
    const isDone = run.status === 'done';
    const up = run.counts === undefined ? [] : [isDone ? podsOn(run.counts, target) : podsUp(run.counts)];
    const title = [name, isDone ? 'rolled back' : `rolling back to ${target}`, ...up].join(' · ');
    return row('rollout', isDone ? 'complete' : 'in_progress', title);
  }

  const title = [name, ...standingWords(card, rollout)].join(' · ');
  return row('rollout', rolloutStatuses[rollout.status], title);
}

function standingWords(card: Card, rollout: Rollout): readonly string[] {
  const { status, startedAt, endedAt } = rollout;
  const course = courseWords(rollout, card.version.label);
  // A job's own words say how it ended, and how long it took.
  if (runsToAnEnd(rollout.workload)) {
    const isOver = status === 'superseded' || status === 'deleted';
    return isOver ? [...course, ...rolloutWords[status]] : course;
  }
  const took = endedAt === undefined || status !== 'complete' ? [] : [duration(endedAt - startedAt)];
  return [...course, ...rolloutWords[status], ...took];
}

/** Cut here, so that both styles say the same. */
function row(kind: Row['kind'], status: RowStatus, title: string): Row {
  return { kind, status, title: truncate(title, limits.task) };
}

const fewest = 6;

/** The rows when room is short: what is fine is only counted. */
export function fewRows(rows: readonly Row[]): readonly Row[] {
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind);
  return [...atMost(of('step'), fewest, 'steps'), ...atMost(of('rollout'), fewest, 'workloads')];
}

/** Keeps the order; what is fine goes first. */
function atMost(rows: readonly Row[], most: number, what: string): readonly Row[] {
  if (rows.length <= most) return rows;
  const rank: Readonly<Record<RowStatus, number>> = { error: 0, in_progress: 1, pending: 2, complete: 3 };
  const kept = new Set(
    rows.toSorted((left, right) => rank[left.status] - rank[right.status]).slice(0, most - 1),
  );
  const hidden = rows.filter((row) => !kept.has(row));
  const kind = rows[0]?.kind ?? 'step';
  const worst =
    hidden.toSorted((left, right) => rank[left.status] - rank[right.status])[0]?.status ?? 'complete';
  return [
    ...rows.filter((row) => kept.has(row)),
    { kind, status: worst, title: `and ${hidden.length} more ${what}` },
  ];
}
