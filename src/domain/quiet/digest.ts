/** One reply of a card, by what names it. */
export interface Told {
  readonly cardId: string;
  /** The key of the reply. */
  readonly notice: string;
  readonly at: number;
}

/** One message in a channel that stands for many replies. Which problems they were about, their cards know. */
export interface Digest {
  readonly id: string;
  /** storm: too many at once · quiet-hours: what was held until they ended. */
  readonly kind: 'storm' | 'quiet-hours';
  readonly channel: string;
  readonly openedAt: number;
  /** When the storm was over; absent while it lasts. */
  readonly endedAt?: number;
  /** Who is called by it, once for all. */
  readonly teams: readonly string[];
  /** Whom it, or a reply of its storm, has called to what. Digests of earlier versions have called their teams. */
  readonly called?: readonly string[];
  /** What pinged by itself: before there were too many, or because its team had not been called to the like. */
  readonly before: readonly Told[];
  /** What is told here, and nowhere else. */
  readonly folded: readonly Told[];
}
