import type { BuildStep, StepStatus } from '../../src/domain/build/build.ts';
import type { Card, Release, Rollout, RolloutStatus } from '../../src/domain/release/card.ts';
import { cameToNothing, isHeld } from '../../src/domain/rollback/rollback.ts';
import { runsToAnEnd } from '../../src/domain/rollout/workload.ts';
import { took } from '../kit/duration.ts';
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
  /** What the row stands for: itself, or all those that it only counts. */
  readonly counts: { readonly all: number; readonly done: number };
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
  const time = startedAt === undefined || finishedAt === undefined ? '' : took(finishedAt - startedAt);
  const title = [
    stepTitle(step),
    ...(status === 'skipped' ? ['skipped'] : []),
    ...(status === 'failed' ? ['failed'] : []),
    ...(detail === '' ? [] : [detail]),
    ...(time === '' ? [] : [time]),
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
  superseded: ['left'],
  'rolled-back': ['rolled back'],
  deleted: ['deleted'],
};

/** `prod · 2 of 3 pods on v42 · failing` */
function rolloutRow(card: Card, release: Release, rollout: Rollout): Row {
  const name = rolloutName(card, release, rollout);
  const run = rollout.rollback;
  if (run !== undefined && !cameToNothing(run) && rollout.status !== 'superseded') {
    const target = versionName(run.targetLabel);
    const isDone = run.status === 'done';
    const up = run.counts === undefined ? [] : [isDone ? podsOn(run.counts, target) : podsUp(run.counts)];
    const course = isHeld(run) ? `rollback to ${target} asked for` : `rolling back to ${target}`;
    const title = [name, isDone ? 'rolled back' : course, ...up].join(' · ');
    return row('rollout', isDone ? 'complete' : 'in_progress', title);
  }

  const title = [name, ...standingWords(card, rollout)].filter((part) => part !== '').join(' · ');
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
  const time = endedAt === undefined || status !== 'complete' ? '' : took(endedAt - startedAt);
  return [...course, ...rolloutWords[status], time];
}

/** Cut here, so that both styles say the same. */
function row(kind: Row['kind'], status: RowStatus, title: string): Row {
  const counts = { all: 1, done: status === 'complete' ? 1 : 0 };
  return { kind, status, title: truncate(title, limits.task), counts };
}

const fewest = 6;

/** The rows when room is short: what is fine is only counted. */
export function fewRows(rows: readonly Row[]): readonly Row[] {
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind);
  return [...atMost(of('step'), fewest, 'steps'), ...atMost(of('rollout'), fewest, 'workloads')];
}

const rank: Readonly<Record<RowStatus, number>> = { error: 0, in_progress: 1, pending: 2, complete: 3 };

/** Keeps the order; what is fine goes first. A row that only counts others is counted into the new one. */
function atMost(rows: readonly Row[], most: number, what: string): readonly Row[] {
  if (rows.length <= most) return rows;
  const ranked = rows
    .filter(({ counts }) => counts.all === 1)
    .toSorted((left, right) => rank[left.status] - rank[right.status]);
  const kept = new Set(ranked.slice(0, most - 1));
  const hidden = rows.filter((each) => !kept.has(each));
  return [...rows.filter((each) => kept.has(each)), counted(hidden, rows, what)];
}

function counted(hidden: readonly Row[], rows: readonly Row[], what: string): Row {
  const sum = (of: (row: Row) => number) => hidden.reduce((total, each) => total + of(each), 0);
  const counts = { all: sum((each) => each.counts.all), done: sum((each) => each.counts.done) };
  const worst = hidden.toSorted((left, right) => rank[left.status] - rank[right.status])[0]?.status;
  const kind = rows[0]?.kind ?? 'step';
  // Pipelines seldom report how what still ran came to its end: after a failure it would be drawn as running for ever.
  const isOver = kind === 'step' && rows.some(({ status }) => status === 'error');
  const status = isOver && worst === 'in_progress' ? 'pending' : (worst ?? 'complete');
  return { kind, status, title: `and ${counts.all} more ${what}`, counts };
}
