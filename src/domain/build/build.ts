export type StepStatus = 'pending' | 'running' | 'passed' | 'failed' | 'skipped';

export interface BuildStep {
  /** Chosen by the pipeline; unique within the build. */
  readonly id: string;
  readonly title: string;
  readonly status: StepStatus;
  /** One short line beside the title, such as `312 passed`. Untrusted text. */
  readonly detail?: string;
  readonly url?: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/** One CI run for one commit. Every text in it comes from outside and is untrusted. */
export interface Build {
  readonly id: string;
  readonly service: string;
  readonly commit?: string;
  /** The image that this build pushes, as the cluster will name it. Correlates the build with its rollouts. */
  readonly image?: string;
  /** Subject line of the commit. */
  readonly title?: string;
  readonly author?: string;
  /** By which the author is known in Slack. */
  readonly authorEmail?: string;
  readonly url?: string;
  readonly startedAt: number;
  readonly steps: readonly BuildStep[];
}

/** What a pipeline says of one step. Everything but id and status may be said once, at any time. */
export interface StepReport {
  readonly build: string;
  readonly service: string;
  readonly step: string;
  readonly status: StepStatus;
  readonly title?: string | undefined;
  readonly detail?: string | undefined;
  readonly url?: string | undefined;
  readonly commit?: string | undefined;
  readonly image?: string | undefined;
  readonly commitTitle?: string | undefined;
  readonly author?: string | undefined;
  readonly authorEmail?: string | undefined;
  readonly buildUrl?: string | undefined;
}

export type BuildStatus = 'running' | 'passed' | 'failed';
