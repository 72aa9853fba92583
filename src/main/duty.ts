import type { Campaign, Leadership } from '../ports/replica.ts';

/** What is done by one replica at a time. */
export interface Duty<T> {
  /** Undefined while another replica does it, or nobody yet. */
  current(): T | undefined;
}

export interface Term {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export interface TermStart {
  readonly campaign: Campaign;
  /**
   * How long to leave alone what must not be done twice: a leader that was lost may have had a call under way. Zero when
   * it has let go by itself.
   */
  readonly settleMs: number;
}

/** Longer than a call takes to arrive that was sent by somebody who then died. */
const settleAfterLossMs = 1_500;

/** Does it whenever this replica is elected. */
export function takeDuty<T extends Term>(
  leadership: Leadership,
  key: string,
  begin: (start: TermStart) => T,
): Duty<T> {
  let current: T | undefined;
  const campaign: Campaign = leadership.lead(key, {
    onAcquired({ isOrderly }) {
      current = begin({ campaign, settleMs: isOrderly ? 0 : settleAfterLossMs });
    },
    async onLost() {
      const ending = current;
      current = undefined;
      await ending?.stop();
    },
  });
  return { current: () => current };
}
