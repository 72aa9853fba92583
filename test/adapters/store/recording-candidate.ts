import type { Candidate } from '../../../src/ports/replica.ts';

export interface RecordingCandidate extends Candidate {
  /** `acquired`, `acquired after a loss`, `lost`, in their order. */
  readonly told: readonly string[];
}

/** Remembers what it is told. `stopping` is what is still under way when it is to let go. */
export function createRecordingCandidate(stopping: () => Promise<void> = async () => {}): RecordingCandidate {
  const told: string[] = [];
  return {
    told,
    onAcquired: ({ isOrderly }) => void told.push(isOrderly ? 'acquired' : 'acquired after a loss'),
    async onLost() {
      await stopping();
      told.push('lost');
    },
  };
}
