import type { Delivery } from '../app/deliver.ts';
import { createTicker } from '../app/ticker.ts';
import type { Log } from '../ports.ts';
import type { Term } from './duty.ts';

export interface DeliveryTerm extends Term {
  nudge(): void;
  metrics: Delivery['metrics'];
}

/** A word of another replica may be lost; then its message waits this long. */
const lookEveryMs = 1_000;

interface DeliveryTermOptions {
  readonly delivery: Delivery;
  /** Answers whether there is something to look at. */
  readonly linkDigests: () => Promise<boolean>;
  readonly settleMs: number;
  readonly log: Log;
}

/** Delivers the messages of the workspace. */
export function beginDelivery({ delivery, linkDigests, settleMs, log }: DeliveryTermOptions): DeliveryTerm {
  const starting = setTimeout(delivery.start, settleMs);
  const ticker = createTicker(
    lookEveryMs,
    async () => {
      delivery.nudge();
      if (await linkDigests()) delivery.nudge();
    },
    log,
  );

  return {
    nudge: delivery.nudge,
    metrics: delivery.metrics,
    async stop() {
      clearTimeout(starting);
      await Promise.all([ticker.stop(), delivery.stop()]);
    },
  };
}
