import type { Change } from './model.ts';

/** What of the page must be read again. */
export type Part = 'channels' | 'messages' | 'views';

/** Reads parts again, one reading at a time; what is asked for meanwhile is read once more afterwards. */
export interface Refresher {
  ask(...parts: readonly Part[]): void;
}

export function createRefresher(
  readers: Readonly<Record<Part, () => Promise<void>>>,
  onFailure: (error: unknown) => void,
): Refresher {
  const wanted = new Set<Part>();
  let isReading = false;

  async function readAll(): Promise<void> {
    isReading = true;
    while (wanted.size > 0) {
      const parts = [...wanted];
      wanted.clear();
      await Promise.all(parts.map((part) => readers[part]())).catch(onFailure);
    }
    isReading = false;
  }

  return {
    ask(...parts) {
      for (const part of parts) wanted.add(part);
      if (!isReading) void readAll();
    },
  };
}

/** The parts a change touches, for whoever looks at this channel. */
export function partsOf(change: Change | 'reconnected', channel: string, viewer: string): Part[] {
  if (change === 'reconnected') return ['channels', 'messages', 'views'];
  if (change.type.startsWith('view-')) return change.userId === viewer ? ['views'] : [];
  return change.channel === channel ? ['channels', 'messages'] : ['channels'];
}
