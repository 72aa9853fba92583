import type { Home } from '../domain/home/home.ts';
import type { Card } from '../domain/release/card.ts';

/** What Home tabs are made of. */
export interface HomeStore {
  /** Of a person by their Slack id; undefined when they never opened it, or long ago. */
  home(userId: string): Promise<Home | undefined>;
  /** One for each person: a later one replaces an earlier one. */
  saveHome(home: Home): Promise<void>;
  /** Cards that still follow a workload, and all that were opened at or after `openedSince`; newest first, each once. */
  overviewCards(openedSince: number): Promise<readonly Card[]>;
}
