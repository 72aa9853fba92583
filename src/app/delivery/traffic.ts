import { priorities } from '../priorities.ts';
import type { Attempt } from './attempt.ts';
import type { Suspension } from './suspension.ts';
import type { DeliveryTiming } from './timing.ts';

/** What is on its way to Slack. */
export interface Traffic {
  /**
   * Before the queue is read. What arrives from now on changes what is stored of it, perhaps after that was read: whoever
   * went by what was read would send it again.
   */
  beginLook(): void;
  /** Whether it is on its way, or was at some time since the look began. */
  isOutdated(key: string): boolean;
  size(): number;
  /** Whether nothing of this priority finds room any more. */
  isFull(priority: number): boolean;
  /** Whether there is room in its channel, too. */
  hasRoom(attempt: Attempt): boolean;
  /** The answer takes it off the road again. */
  enter(attempt: Attempt): () => void;
}

type Limits = Pick<DeliveryTiming, 'maxInFlight' | 'maxInFlightPerChannel'>;

export function createTraffic(limits: Limits, suspension: Pick<Suspension, 'isActive'>): Traffic {
  const channels = new Map<string, string>();
  const arrived = new Set<string>();
  const inChannel = (channel: string) => [...channels.values()].filter((each) => each === channel).length;

  return {
    beginLook: () => arrived.clear(),
    isOutdated: (key) => channels.has(key) || arrived.has(key),
    size: () => channels.size,
    /** What is urgent finds room when progress has filled it; a bot that Slack refused tries one at a time. */
    isFull(priority) {
      if (suspension.isActive()) return channels.size > 0;
      const most = priority === priorities.urgent ? 2 * limits.maxInFlight : limits.maxInFlight;
      return channels.size >= most;
    },
    hasRoom: ({ channel }) => inChannel(channel) < limits.maxInFlightPerChannel,
    enter({ key, channel }) {
      channels.set(key, channel);
      return () => {
        channels.delete(key);
        arrived.add(key);
      };
    },
  };
}
