import type { Build, BuildStatus, BuildStep, StepReport, StepStatus } from './build.ts';

const rank: Readonly<Record<StepStatus, number>> = {
  pending: 0,
  running: 1,
  passed: 2,
  failed: 2,
  skipped: 2,
};

/** A card shows a pipeline's steps, not its log. */
export const mostSteps = 100;

/** Whether the report names a step that the build has no room for any more. */
export function isOneTooMany(build: Build | undefined, report: StepReport): boolean {
  const steps = build?.steps ?? [];
  return steps.length >= mostSteps && steps.every(({ id }) => id !== report.step);
}

/** What a report is to a step that had ended before it came. */
export type LateReport =
  /** Another end: it is not taken, because a card that was told once must not be told otherwise. */
  | { readonly kind: 'contradicts'; readonly ended: StepStatus }
  /** A copy. */
  | { readonly kind: 'repeats'; readonly ended: StepStatus }
  /** Overtaken on its way, or with more to say of the same end: the status stays, what else it says is taken. */
  | { readonly kind: 'describes'; readonly ended: StepStatus };

/** Undefined while the step has not ended. */
export function lateReport(
  build: Build | undefined,
  report: StepReport,
  now: number,
): LateReport | undefined {
  const ended = build?.steps.find(({ id }) => id === report.step)?.status;
  if (build === undefined || ended === undefined || rank[ended] < rank.passed) return undefined;
  if (report.status !== ended && rank[report.status] === rank.passed) return { kind: 'contradicts', ended };
  const isCopy = JSON.stringify(recordStep(build, report, now)) === JSON.stringify(build);
  return { kind: isCopy ? 'repeats' : 'describes', ended };
}

/**
 * Merges one report into a build. Merging is monotonic, because no pipeline guarantees order: a finished step
 * stays as it finished, a duplicate changes nothing, and what was said once about the build is kept.
 */
export function recordStep(build: Build | undefined, report: StepReport, now: number): Build {
  const known = build ?? { id: report.build, service: report.service, startedAt: now, steps: [] };
  const before = known.steps.find((step) => step.id === report.step);
  const step = mergeStep(before, report, now);
  const steps = before
    ? known.steps.map((each) => (each.id === report.step ? step : each))
    : [...known.steps, step];

  return {
    ...known,
    steps,
    ...keepFirst('commit', known.commit, report.commit),
    ...keepFirst('image', known.image, report.image),
    ...keepFirst('title', known.title, report.commitTitle),
    ...keepFirst('author', known.author, report.author),
    ...keepFirst('authorEmail', known.authorEmail, report.authorEmail),
    ...keepFirst('url', known.url, report.buildUrl),
  };
}

function mergeStep(before: BuildStep | undefined, report: StepReport, now: number): BuildStep {
  const base: BuildStep = before ?? { id: report.step, title: report.step, status: 'pending' };
  const described = {
    ...base,
    ...(report.title === undefined ? {} : { title: report.title }),
    ...(report.detail === undefined ? {} : { detail: report.detail }),
    ...(report.url === undefined ? {} : { url: report.url }),
  };
  if (before !== undefined && rank[report.status] <= rank[before.status]) return described;
  return {
    ...described,
    status: report.status,
    ...(report.status !== 'pending' && base.startedAt === undefined ? { startedAt: now } : {}),
    ...(rank[report.status] === 2 ? { finishedAt: now } : {}),
  };
}

function keepFirst<Key extends string>(key: Key, known: string | undefined, said: string | undefined) {
  const value = known ?? said;
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: string });
}

/** A build is what its steps are: pipelines need not announce an end. */
export function buildStatus(build: Build): BuildStatus {
  if (build.steps.some((step) => step.status === 'failed')) return 'failed';
  return build.steps.every((step) => rank[step.status] === 2) ? 'passed' : 'running';
}
