import type { Behaviour, DeployKind } from '../../../sandbox/kubernetes/index.ts';

/** How one rollout of a story ends, if nothing goes wrong with who tells of it. */
export type Ending =
  /** It becomes healthy. */
  | 'live'
  /** It never does, and is left as it is. */
  | 'broken'
  /** Somebody mends what it lacks, and it becomes healthy. */
  | 'mended'
  /** The next version comes before it is there. */
  | 'superseded'
  /** The workload is deleted before it is there. */
  | 'deleted'
  /** A person rolls it back from its card. */
  | 'clicked'
  /** Somebody deploys the version before it again, past Shipmate. */
  | 'undone';

/** One rollout. */
export interface Act {
  /** Unique within its service: `v3`. */
  readonly version: string;
  readonly behaviour: Behaviour;
  readonly ending: Ending;
  /** Whether a pipeline reports its build before it is deployed. */
  readonly isBuilt: boolean;
  /** After the act before is over. */
  readonly pauseMs: number;
  /** How long it is left alone before somebody does something about it. */
  readonly dwellMs: number;
}

/** What becomes of one service in the course of a run. */
export interface Story {
  readonly service: string;
  readonly kind: DeployKind;
  /** As configured: `#team-payments`. */
  readonly channel: string;
  readonly replicas: number;
  /** Whether it runs, as v1, before the bot sees the cluster for the first time. */
  readonly isThereBefore: boolean;
  readonly acts: readonly Act[];
}

/** A misbehaviour of Slack that strikes the next requests, or all of them for a while. */
export interface SlackTrouble {
  readonly atMs: number;
  readonly what:
    | 'limited'
    | 'error-500'
    | 'error-503'
    | 'hang'
    | 'reset'
    | 'lost-answer'
    | 'late-answer'
    | 'late';
  /** A Web API method, or `*` for any. */
  readonly method: string;
  /** How many requests it strikes; all until `forMs` is over when it lasts. */
  readonly times: number;
  /** How late, or for how long it asks to wait. */
  readonly delayMs: number;
  readonly forMs?: number;
}

export interface ClusterTrouble {
  readonly atMs: number;
  readonly what:
    | 'reset-watches'
    | 'end-watches'
    | 'gone'
    | 'gone-at-resume'
    | 'error-in-watches'
    | 'garbage'
    | 'half-open'
    | 'frozen'
    | 'down'
    | 'refused-reads'
    | 'refused-patches'
    | 'lost-patch-answers';
  readonly forMs: number;
  readonly times: number;
}

/** When exactly a kill strikes, from its time on. */
export type Moment =
  | 'at-once'
  /** When Slack has taken a new message and the bot does not know it yet. */
  | 'post-taken'
  | 'update-taken'
  /** When the API server has taken a rollback and the bot does not know it yet. */
  | 'patch-taken';

export interface Kill {
  readonly atMs: number;
  readonly signal: 'SIGKILL' | 'SIGTERM';
  readonly moment: Moment;
  /** Which bot of several. */
  readonly bot: number;
  /** Until it is started again. */
  readonly downMs: number;
}

/** PostgreSQL is ended, as by an operator or by a crash, and started again. */
export interface DatabaseRestart {
  readonly atMs: number;
  readonly mode: 'fast' | 'crash';
  readonly downMs: number;
}

/** Too many problems in one channel, as the company has it configured: they come to be told in one message. */
export interface StormPlan {
  /** How many may call people one by one within the time. */
  readonly problems: number;
  readonly withinMs: number;
}

/** Everything that will happen in a run, as far as it can be known before: a function of the seed. */
export interface Plan {
  readonly seed: number;
  readonly stories: readonly Story[];
  /** Absent where everything is to be told one by one. */
  readonly storms?: StormPlan;
  readonly slack: readonly SlackTrouble[];
  readonly cluster: readonly ClusterTrouble[];
  readonly kills: readonly Kill[];
  readonly databaseRestarts: readonly DatabaseRestart[];
  /** From here on nothing fails any more. */
  readonly peaceAtMs: number;
}
