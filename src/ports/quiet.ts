import type { Build } from '../domain/build/build.ts';
import type { Digest } from '../domain/quiet/digest.ts';
import type { Mute, ScopeName } from '../domain/quiet/mute.ts';
import type { ChannelWatch } from '../domain/quiet/storm.ts';
import type { Subscription } from '../domain/quiet/subscription.ts';

/** A reply that quiet hours hold back, and until when. */
export interface HeldReply {
  readonly channel: string;
  readonly cardId: string;
  readonly notice: string;
  readonly until: number;
}

/** What is remembered so that nobody is told more than they want to hear. */
export interface QuietStore {
  /** In force at `now`, of the card or of its service. */
  mutesOf(target: { cardId: string; service: string; now: number }): Promise<readonly Mute[]>;
  /** In force at `now`, what ends first first. */
  mutes(now: number): Promise<readonly Mute[]>;
  endedMutes(now: number): Promise<readonly Mute[]>;
  mute(scope: ScopeName): Promise<Mute | undefined>;
  /** One per scope: a later one replaces an earlier one. */
  saveMute(mute: Mute): Promise<void>;
  deleteMute(scope: ScopeName): Promise<void>;
  /** Ids of the cards that say that they are muted by this. */
  cardsMutedBy(scope: ScopeName): Promise<readonly string[]>;
  /** Ids of the cards that say that they are muted by what is not in force at `now`. */
  cardsMutedNoMore(now: number): Promise<readonly string[]>;
  /** Ids of the cards of a service that still follow a workload. */
  followedCardsOf(service: string): Promise<readonly string[]>;
  /** Names of all services that have had a card. */
  services(): Promise<readonly string[]>;

  watch(channel: string): Promise<ChannelWatch>;
  saveWatch(channel: string, watch: ChannelWatch): Promise<void>;
  /** Channels in which there is a storm, or whose last one is not concluded. */
  stormyChannels(): Promise<readonly string[]>;

  digest(id: string): Promise<Digest | undefined>;
  saveDigest(digest: Digest): Promise<void>;
  /** Those that tell of a reply of the card. */
  digestsOf(cardId: string): Promise<readonly Digest[]>;
  /** Those that Slack has shown as they were at `at` or later. */
  digestsShownSince(at: number): Promise<readonly Digest[]>;

  /** Replies whose quiet hours end at or before `now`. */
  heldUntil(now: number): Promise<readonly HeldReply[]>;

  /** Of everybody who wants to be told directly. */
  subscriptions(): Promise<readonly Subscription[]>;
  saveSubscription(subscription: Subscription): Promise<void>;
  deleteSubscription(userId: string): Promise<void>;
  /** Whom the newest builds name as their authors, newest first, each once. */
  recentAuthors(limit: number): Promise<readonly Pick<Build, 'author' | 'authorEmail'>[]>;
}
