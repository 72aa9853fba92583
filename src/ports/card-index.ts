import type { Mute } from '../domain/quiet/mute.ts';
import type { HeldReply } from './quiet.ts';

/** By what a card is found. */
export interface CardIndex {
  readonly buildId?: string;
  /** `workloadKey`s of the rollouts that are still followed. */
  readonly following: readonly string[];
  readonly offerIds: readonly string[];
  /** The mutes that the card shows. */
  readonly mutes?: readonly Mute[];
  /** The replies that quiet hours hold back. */
  readonly held?: readonly Omit<HeldReply, 'cardId'>[];
  /** When the clock alone changes the card; absent when it never does. */
  readonly dueAt?: number;
}
