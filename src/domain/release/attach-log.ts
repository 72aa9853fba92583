import type { ContainerLog, LogResult } from '../log/log.ts';
import { isSameEnd } from '../log/same-end.ts';
import { unnamedCompanions } from '../problem/companions.ts';
import { type Problem, problemKey } from '../problem/problem.ts';
import { type WorkloadReference, workloadKey } from '../rollout/workload.ts';
import type { Card, LogFile, LogReading, TrackedProblem } from './card.ts';
import { mapRollouts } from './follow-card.ts';
import { isInTrouble } from './follow-rollout.ts';
import { isRunning, isToBeRead } from './read-again.ts';
import { rolloutsOf } from './settle-card.ts';

export interface WishedContainer {
  readonly container: string;
  readonly role?: Problem['role'];
  /** Which instance tells more. */
  readonly instance: 'crashed' | 'running';
}

/** Logs to be read: the evidence of one problem of one revision. */
export interface LogWish {
  readonly workload: WorkloadReference;
  readonly revision: number;
  readonly problem: Problem;
  /** The one that has the problem first, then those that may explain it. */
  readonly containers: readonly WishedContainer[];
}

/** What was read of one container. */
export interface ReadLog {
  readonly of: WishedContainer;
  readonly log: ContainerLog;
}

/** A rollout with more of them has one cause, which the first ones tell. */
const mostProblems = 8;

/** The evidence that a card lacks: one reading per problem and revision, however many pods have it. */
export function logsWanted(card: Card): readonly LogWish[] {
  return rolloutsOf(card)
    .filter(isInTrouble)
    .flatMap(({ workload, revision, problems }) => {
      const active = problems
        .filter(({ recoveredAt }) => recoveredAt === undefined)
        .map((each) => each.problem);
      return problems
        .slice(0, mostProblems)
        .filter(isToBeRead)
        .map(({ problem }) => ({
          workload,
          revision: revision.number,
          problem,
          containers: containersToRead(problem, active),
        }));
    });
}

/** Those with a problem of their own are read for that. */
export function containersToRead(problem: Problem, problems: readonly Problem[]): readonly WishedContainer[] {
  const { container, role, reason } = problem;
  const companions = unnamedCompanions(problem, problems);
  return [
    {
      container,
      instance: isRunning.has(reason) ? 'running' : 'crashed',
      ...(role === undefined ? {} : { role }),
    },
    ...companions.map(({ exitCode: _, ...companion }) => ({ ...companion, instance: 'crashed' as const })),
  ];
}

/**
 * What a card shows of the logs that were read. The log of the container that has the problem tells the most, unless it
 * only runs and waits, while another one beside it crashed.
 */
export function mostTelling(problem: Problem, logs: readonly ReadLog[]): LogResult {
  const [own, ...others] = logs;
  const ordered = isRunning.has(problem.reason) ? [...others, own] : [own, ...others];
  const best = ordered.find((each) => each?.log.kind === 'log');
  if (best?.log.kind === 'log') {
    const { tail } = best.log;
    if (best === own) return { kind: 'log', tail };
    const { container, role } = best.of;
    return { kind: 'log', tail: { ...tail, container, ...(role === undefined ? {} : { role }) } };
  }
  return own?.log.kind === 'none' ? own.log : { kind: 'none', because: 'The container wrote no log.' };
}

const mostFilesOfProblem = 2;
const mostFilesOfCard = 10;

/** Whether what was read goes into the card's thread: at first, and once more when a later crash ends otherwise. */
export function isForThread(card: Card, wish: LogWish, logs: readonly ReadLog[]): boolean {
  const tracked = trackedOf(card, wish);
  if (tracked === undefined || !logs.some(({ log }) => log.kind === 'log')) return false;
  const files = rolloutsOf(card).flatMap(({ problems }) =>
    problems.flatMap(({ reading }) => reading?.files ?? []),
  );
  const own = tracked.reading?.files.length ?? 0;
  if (own >= mostFilesOfProblem || files.length >= mostFilesOfCard) return false;
  return own === 0 || isNews(tracked, mostTelling(wish.problem, logs));
}

/** Puts what was read beside its problem; a card that has gone on is left as it is. */
export function attachLogs(
  card: Card,
  wish: LogWish,
  { logs, file }: { readonly logs: readonly ReadLog[]; readonly file?: LogFile },
): Card {
  const key = workloadKey(wish.workload);
  return mapRollouts(card, (rollout) => {
    if (workloadKey(rollout.workload) !== key || rollout.revision.number !== wish.revision) return rollout;
    return {
      ...rollout,
      problems: rollout.problems.map((each) =>
        isWished(each, wish)
          ? withReading(each, wish, { logs, ...(file === undefined ? {} : { file }) })
          : each,
      ),
    };
  });
}

function withReading(
  tracked: TrackedProblem,
  wish: LogWish,
  { logs, file }: { readonly logs: readonly ReadLog[]; readonly file?: LogFile },
): TrackedProblem {
  const { restarts, exitCode } = wish.problem;
  const told = mostTelling(wish.problem, logs);
  const reading: LogReading = {
    restarts,
    ...(exitCode === undefined ? {} : { exitCode }),
    times: (tracked.reading?.times ?? 0) + 1,
    files: [...(tracked.reading?.files ?? []), ...(file === undefined ? [] : [file])],
  };
  return { ...tracked, log: isNews(tracked, told) ? told : (tracked.log ?? told), reading };
}

/** Whether it tells something else than what is shown; that a log cannot be read any more is no reason to forget it. */
function isNews({ log }: TrackedProblem, told: LogResult): boolean {
  if (log === undefined || log.kind === 'none') return true;
  return told.kind === 'log' && !isSameEnd(log.tail.lines, told.tail.lines);
}

/** The problem that was asked about, as the card has it now. */
export function trackedOf(card: Card, wish: LogWish): TrackedProblem | undefined {
  const key = workloadKey(wish.workload);
  return rolloutsOf(card)
    .find(({ workload, revision }) => workloadKey(workload) === key && revision.number === wish.revision)
    ?.problems.find((each) => isWished(each, wish));
}

/** Whether it was read meanwhile what is wished: the wish is of a card as it was before. */
export function isFulfilled(card: Card, wish: LogWish): boolean {
  const reading = trackedOf(card, wish)?.reading;
  return reading !== undefined && reading.restarts >= wish.problem.restarts;
}

function isWished({ problem }: TrackedProblem, wish: LogWish): boolean {
  return problemKey(problem) === problemKey(wish.problem);
}
