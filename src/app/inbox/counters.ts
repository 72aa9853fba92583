import type { InboxDepth } from '../../ports.ts';
import type { Ending } from './attempt.ts';

export interface InboxMetrics extends InboxDepth {
  readonly received: readonly { readonly source: string; readonly isCopy: boolean; readonly count: number }[];
  readonly processed: readonly {
    readonly source: string;
    readonly outcome: Ending['kind'];
    readonly count: number;
  }[];
}

/** Counts by a few values each; what was never counted is not there. */
export function createInboxCounters() {
  const received = new Map<string, InboxMetrics['received'][number]>();
  const processed = new Map<string, InboxMetrics['processed'][number]>();

  return {
    received(source: string, isCopy: boolean): void {
      const key = `${source} ${isCopy}`;
      received.set(key, { source, isCopy, count: (received.get(key)?.count ?? 0) + 1 });
    },
    processed(source: string, outcome: Ending['kind']): void {
      const key = `${source} ${outcome}`;
      processed.set(key, { source, outcome, count: (processed.get(key)?.count ?? 0) + 1 });
    },
    values: () => ({ received: [...received.values()], processed: [...processed.values()] }),
  };
}
