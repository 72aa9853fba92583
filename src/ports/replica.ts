import type { StoreSession } from '../ports.ts';

/** What is told to all replicas at once: messages wait to be delivered, or accepted rollbacks to be carried out. */
export type Nudge = 'messages' | 'rollbacks';

/** This process among those that share its store. */
export interface Replica extends Leadership {
  /** Tells every replica, this one too. A hint: who misses it looks by itself before long. */
  nudge(nudge: Nudge): void;
  onNudge(listener: (nudge: Nudge) => void): void;
  status(): ReplicaStatus;
  /** Gives up everything that it leads, so that another replica goes on at once. */
  close(): Promise<void>;
}

export interface ReplicaStatus {
  /** Whether this replica knows of every key who leads; with the reason when not. */
  readonly isReady: boolean;
  readonly because: string;
  readonly leads: readonly string[];
  /** How many share the store, as far as it is known. */
  readonly replicas: number;
}

/** Gives each thing that only one may do to one replica, and to another one when that is gone. */
export interface Leadership {
  /** Stands for election, again and again. */
  lead(key: string, candidate: Candidate): Campaign;
}

export interface Candidate {
  /** Elected. `isOrderly`: whoever led before has let go by itself, so nothing of it is under way any more. */
  onAcquired(term: { readonly isOrderly: boolean }): void;
  /** Not elected any more. Resolves when nothing is under way here; until then it is not elected again. */
  onLost(): Promise<void>;
}

export interface Campaign {
  /** False as soon as this replica cannot be sure. Asks nobody, so that it can be asked before each act. */
  isLeading(): boolean;
  /** Throws a TransientError `not_leading` unless this replica leads as of the session's transaction. */
  confirm(session: StoreSession): Promise<void>;
  /** Resolves when it leads no more and another may. */
  resign(): Promise<void>;
}
