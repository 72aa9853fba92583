import type { Protection } from '../domain/ownership/protection.ts';
import type { Catalog } from '../domain/ownership/resolve-owner.ts';
import type { Alias } from '../domain/quiet/author.ts';
import type { StormSettings } from '../domain/quiet/storm.ts';
import type { Card } from '../domain/release/card.ts';
import type { FollowSettings } from '../domain/release/follow-rollout.ts';
import type { ChooseWay } from '../domain/rollback/choose-way.ts';
import type { Place } from '../domain/rollback/means.ts';
import type { Clock, Ids, Log, Store } from '../ports.ts';
import type { Serial } from './serial.ts';

/** What every use case around cards needs. */
export interface Desk {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly serial: Serial;
  readonly settings: DeskSettings;
  /** Told after each commit that what is shown may be older than what is known. */
  readonly onCardChanged: (card: Card) => void;
  /** The same for what is no card. */
  readonly onMarked: () => void;
}

export interface DeskSettings extends FollowSettings {
  /** Multiplies how long what may pass is given to pass: 1, but in a cluster that runs faster than time. */
  readonly patience: number;
  readonly catalog: Catalog;
  /** How long a card takes further rollouts of its version, in milliseconds. */
  readonly cardFreshMs: number;
  /** The environment that a namespace of a cluster is. */
  readonly environmentOf: (cluster: string, namespace: string) => string;
  readonly quiet: QuietSettings;
  /** How long automatic releases wait after a rollback, in milliseconds; 0 for not at all. */
  readonly lockMs: number;
  readonly protectionOf: (environment: string) => Protection;
  /** How a workload of a service can be taken back. */
  readonly chooseWayFor: (place: Place) => ChooseWay;
}

/** What is told now, what later, and what together. */
export interface QuietSettings {
  /** The end of the channel's quiet hours; undefined when it is not quiet. */
  readonly quietUntil: (channel: string, now: number) => number | undefined;
  readonly storms: StormSettings;
  /** Who people are to pipelines. */
  readonly aliases: readonly Alias[];
}
