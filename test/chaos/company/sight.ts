/** A span of time; `to` is absent while it lasts. */
export interface Span {
  readonly from: number;
  to?: number;
}

/** When the bot could see what happens in the cluster: as the API server knows it, not as the bot says. */
export interface Sight {
  /** To be called whenever it may have changed. */
  note(): void;
  /** Calls back when the bot begins or ceases to see. */
  onTurn(listener: (isSeeing: boolean) => void): void;
  /** For how long of the span the bot could see without a break, at the longest. */
  longestWithin(from: number, to: number): number;
}

export function createSight(isSeeing: () => boolean, now: () => number): Sight {
  const spans: Span[] = [];
  const listeners: ((isSeeing: boolean) => void)[] = [];

  return {
    note() {
      const last = spans.at(-1);
      const isOpen = last !== undefined && last.to === undefined;
      if (isSeeing() === isOpen) return;
      if (isOpen) last.to = now();
      else spans.push({ from: now() });
      for (const listener of listeners) listener(!isOpen);
    },
    onTurn: (listener) => void listeners.push(listener),
    longestWithin(from, to) {
      const lengths = spans.map((span) => Math.min(span.to ?? now(), to) - Math.max(span.from, from));
      return Math.max(0, ...lengths);
    },
  };
}
