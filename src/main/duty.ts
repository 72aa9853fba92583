import { TransientError } from '../errors.ts';
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
  let current: { readonly term: T; readonly end: () => void } | undefined;
  const campaign: Campaign = leadership.lead(key, {
    onAcquired({ isOrderly }) {
      const own = forOneTerm(campaign, key);
      const settleMs = isOrderly ? 0 : settleAfterLossMs;
      current = { term: begin({ campaign: own.campaign, settleMs }), end: own.end };
    },
    async onLost() {
      const ending = current;
      current = undefined;
      try {
        await ending?.term.stop();
      } finally {
        ending?.end();
      }
    },
  });
  return { current: () => current?.term };
}

/** Whatever a term left under way does nothing more once it has ended, also when this replica is elected again. */
function forOneTerm(
  campaign: Campaign,
  key: string,
): { readonly campaign: Campaign; readonly end: () => void } {
  let isOver = false;
  return {
    campaign: {
      ...campaign,
      isLeading: () => !isOver && campaign.isLeading(),
      async confirm(session) {
        if (isOver) throw new TransientError('not_leading', `The term of ${key} is over.`);
        await campaign.confirm(session);
      },
    },
    end() {
      isOver = true;
    },
  };
}
