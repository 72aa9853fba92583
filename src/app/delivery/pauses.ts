import type { Target } from './budgets.ts';
import { endOf, type Wait } from './wait.ts';

/** Until when Slack asked not to be asked. */
export interface Pauses {
  until(target: Target, now: number): number;
  /** Answers whether the method is limited for the whole workspace, as far as one can tell. */
  pause(target: Target, pause: Wait): boolean;
  pauseMethod(method: Target['method'], pause: Wait): void;
  /** What is limited under the one name is so under the other. */
  rename(from: string, to: string): void;
}

/** So many channels limited at the same time mean that the method is limited for the whole workspace. */
const channelsBeforeWorkspace = 3;

export function createPauses(): Pauses {
  const perChannel = { post: new Map<string, Wait>(), update: new Map<string, Wait>() };
  const perMethod = new Map<Target['method'], Wait>();

  function pauseMethod(method: Target['method'], pause: Wait): void {
    perMethod.set(method, longer(perMethod.get(method), pause));
  }

  return {
    pauseMethod,
    rename(from, to) {
      for (const channels of Object.values(perChannel)) {
        const pause = channels.get(from);
        if (pause === undefined) continue;
        channels.delete(from);
        channels.set(to, longer(channels.get(to), pause));
      }
    },
    until({ method, channel }, now) {
      const whole = endOf(perMethod.get(method), now);
      return method === 'post' || method === 'update'
        ? Math.max(whole, endOf(perChannel[method].get(channel), now))
        : whole;
    },
    pause({ method, channel }, pause) {
      if (method !== 'post' && method !== 'update') {
        pauseMethod(method, pause);
        return true;
      }
      const channels = perChannel[method];
      for (const [other, wait] of channels) if (endOf(wait, pause.from) <= pause.from) channels.delete(other);
      channels.set(channel, longer(channels.get(channel), pause));
      if (method === 'post' || channels.size < channelsBeforeWorkspace) return false;
      for (const wait of channels.values()) pauseMethod(method, wait);
      return true;
    },
  };
}

function longer(known: Wait | undefined, pause: Wait): Wait {
  return endOf(known, pause.from) > pause.until && known !== undefined ? known : pause;
}
