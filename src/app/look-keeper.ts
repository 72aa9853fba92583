import type { Phase, WorkloadObservation } from '../domain/rollout/observation.ts';
import { type WorkloadReference, workloadKey } from '../domain/rollout/workload.ts';
import { TransientError } from '../errors.ts';
import type { Inventory, Log, WorkloadListener } from '../ports.ts';
import type { FollowWorkload } from './follow-workload.ts';
import { type Look, tellsAll, toLook } from './look-queue.ts';

export interface LookKeeper extends WorkloadListener {
  /** Tries again what could not be applied. To be called now and then. */
  retry(): Promise<void>;
  /** Waits for what was told by now; false while some of it waits for the store, or was left to the next leader. */
  whenApplied(): Promise<boolean>;
  whenIdle(): Promise<void>;
  /** What has not begun is left to the next leader, but for news. */
  leave(): void;
}

type Task =
  | { readonly kind: 'look'; readonly look: Look }
  | { readonly kind: 'end'; readonly workload: WorkloadReference; readonly uid: string };

/** What there is at the start. */
interface Opening {
  readonly inventory: Inventory;
  failures: number;
  underWay: Promise<void>;
}

/** What is to be applied of one workload, oldest first. */
interface Line {
  tasks: readonly Task[];
  underWay: Promise<void> | undefined;
  isHeld: boolean;
  failures: number;
}

/** What fails so often without the store being away fails because of what it is. */
const mostFailures = 5;

/**
 * Applies looks one after the other for each workload, and loses none: what the store does not take stays, and is
 * applied when it takes it again. The watcher tells of a change once, so a lost look would be a card that stands still.
 */
export function createLookKeeper(
  follow: Pick<FollowWorkload, 'settle' | 'observe' | 'end' | 'leave'>,
  log: Log,
): LookKeeper {
  const lines = new Map<string, Line>();
  /** While what went is not found out, nothing is applied: what came since would be taken for gone. */
  let opening: Opening | undefined;
  let hasLeft = false;

  async function settle(): Promise<void> {
    const current = opening;
    if (current === undefined) return;
    const { cluster } = current.inventory;
    try {
      if (await follow.settle(current.inventory)) opening = undefined;
    } catch (error) {
      log.error({ err: error, cluster }, 'what went while nobody looked could not be found out');
      current.failures = error instanceof TransientError ? 0 : current.failures + 1;
      if (current.failures >= mostFailures) opening = undefined;
    }
  }

  function start([key, line]: readonly [string, Line]): Promise<void> {
    line.underWay ??= work(key, line);
    return line.underWay;
  }

  function put(workload: WorkloadReference, task: Task): void {
    const key = workloadKey(workload);
    const isHeld = opening !== undefined;
    const line = lines.get(key) ?? { tasks: [], underWay: undefined, isHeld, failures: 0 };
    lines.set(key, line);
    line.tasks = [...withoutReplaced(line, task), task];
    if (line.isHeld) line.tasks = withoutOutdated(line.tasks);
    else void start([key, line]);
  }

  async function work(key: string, line: Line): Promise<void> {
    line.isHeld = false;
    for (let [task] = line.tasks; task !== undefined && !line.isHeld; [task] = line.tasks) {
      try {
        const isLeft = !(await apply(task));
        hasLeft ||= isLeft;
        // Without the first look what was there before would be taken for news.
        line.isHeld = isLeft && task.kind === 'look' && task.look.isBaseline;
        line.failures = 0;
        if (!line.isHeld) line.tasks = line.tasks.slice(1);
      } catch (error) {
        note(error, key, line);
      }
    }
    line.underWay = undefined;
    if (line.tasks.length === 0) lines.delete(key);
  }

  function apply(task: Task): Promise<boolean> {
    return task.kind === 'look'
      ? follow.observe(task.look.seen, task.look.isBaseline)
      : follow.end(task.workload, task.uid);
  }

  function note(error: unknown, workload: string, line: Line): void {
    line.failures = error instanceof TransientError ? 0 : line.failures + 1;
    if (line.failures >= mostFailures) {
      log.error({ err: error, workload }, 'a look at a workload cannot be applied and is given up');
      line.failures = 0;
      line.tasks = line.tasks.slice(1);
      return;
    }
    log.error({ err: error, workload }, 'a look at a workload could not be applied; it is tried again');
    line.isHeld = true;
    line.tasks = withoutOutdated(line.tasks);
  }

  return {
    onSynced(inventory) {
      const settling = { inventory, failures: 0, underWay: Promise.resolve() };
      opening = settling;
      settling.underWay = settle().then(() => {
        if (opening === undefined) for (const line of lines) void start(line);
      });
    },
    onObservation: (seen, isBaseline) => put(seen.workload, { kind: 'look', look: toLook(seen, isBaseline) }),
    onGone: (workload, uid) => put(workload, { kind: 'end', workload, uid }),

    async retry() {
      await opening?.underWay;
      await settle();
      const [first, ...others] = [...lines].filter(([, line]) => line.isHeld);
      if (opening !== undefined || first === undefined) return;
      // If the store is still away, one is enough to see it.
      await start(first);
      if (!first[1].isHeld) await Promise.all(others.map(start));
    },

    async whenApplied() {
      await opening?.underWay;
      const told = [...lines.values()];
      await Promise.all(told.map(({ underWay }) => underWay));
      return opening === undefined && !hasLeft && told.every(({ isHeld }) => !isHeld);
    },

    async whenIdle() {
      await opening?.underWay;
      const underWay = () => [...lines.values()].flatMap((line) => line.underWay ?? []);
      while (underWay().length > 0) await Promise.all(underWay());
    },

    leave: follow.leave,
  };
}

/** What waits, without a last look that a newer one says all of. The first is under way. */
function withoutReplaced({ tasks }: Line, newer: Task): readonly Task[] {
  const last = tasks.length > 1 ? tasks.at(-1) : undefined;
  const isReplaced = last?.kind === 'look' && newer.kind === 'look' && tellsAll(newer.look, last.look);
  return isReplaced ? tasks.slice(0, -1) : tasks;
}

/**
 * Of looks that wait, the newest says all there is to say; but the first look tells what was there before, an end is an
 * end, and how a revision came out is not told by the one after it.
 */
function withoutOutdated(tasks: readonly Task[]): readonly Task[] {
  const told = new Set(
    tasks.filter((task, index) => isLastOutcome(task, tasks.slice(index + 1))).slice(-mostOutcomes),
  );
  return tasks.filter((task, index) => {
    const next = tasks[index + 1];
    if (task.kind === 'end' || next === undefined || next.kind === 'end') return true;
    return task.look.isBaseline || told.has(task);
  });
}

/** A CronJob that fails each minute, or controllers that fight over a template, make hundreds in a night. */
const mostOutcomes = 10;

/** Whether it says how its revision came out, and no later look at that does. */
function isLastOutcome(task: Task, later: readonly Task[]): boolean {
  if (!isOutcome(task)) return false;
  return !later.some((each) => isOutcome(each) && isOfSameRevision(each.look.seen, task.look.seen));
}

function isOutcome(task: Task): task is Extract<Task, { kind: 'look' }> {
  return task.kind === 'look' && outcomes.has(task.look.seen.phase);
}

const outcomes: ReadonlySet<Phase> = new Set(['complete', 'partition-complete', 'failed']);

function isOfSameRevision(one: WorkloadObservation, other: WorkloadObservation): boolean {
  return one.uid === other.uid && one.revision.number === other.revision.number;
}
