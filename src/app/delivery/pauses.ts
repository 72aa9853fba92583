import type { Target } from './budgets.ts';

/** Until when Slack asked not to be asked. */
export interface Pauses {
  until(target: Target): number;
  /** Answers whether the method is limited for the whole workspace, as far as one can tell. */
  pause(target: Target, until: number, now: number): boolean;
  pauseMethod(method: Target['method'], until: number): void;
}

/** So many channels limited at the same time mean that the method is limited for the whole workspace. */
const channelsBeforeWorkspace = 3;

export function createPauses(): Pauses {
  const perChannel = { post: new Map<string, number>(), update: new Map<string, number>() };
  const perMethod = new Map<Target['method'], number>();

  function pauseMethod(method: Target['method'], until: number): void {
    perMethod.set(method, Math.max(until, perMethod.get(method) ?? 0));
  }

  return {
    pauseMethod,
    until({ method, channel }) {
      const whole = perMethod.get(method) ?? 0;
      return method === 'post' || method === 'update'
        ? Math.max(whole, perChannel[method].get(channel) ?? 0)
        : whole;
    },
    pause({ method, channel }, until, now) {
      if (method !== 'post' && method !== 'update') {
        pauseMethod(method, until);
        return true;
      }
      const channels = perChannel[method];
      for (const [other, end] of channels) if (end <= now) channels.delete(other);
      channels.set(channel, Math.max(until, channels.get(channel) ?? 0));
      if (method === 'post' || channels.size < channelsBeforeWorkspace) return false;
      pauseMethod(method, Math.max(...channels.values()));
      return true;
    },
  };
}
