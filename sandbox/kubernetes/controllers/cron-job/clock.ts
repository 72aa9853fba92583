import type { Cluster } from '../../cluster.ts';

/**
 * The time that cron lines are read against: it runs as much faster than the clock on the wall as the stand-in's pace
 * asks, so that at pace 0.1 a minute passes in six seconds. Times written to objects are those of the wall.
 */
export interface ScheduleClock {
  now(): Date;
  /** How long until `at` in real milliseconds. */
  msUntil(at: Date): number;
}

export function createScheduleClock(cluster: Cluster): ScheduleClock {
  const startedAt = cluster.now().getTime();
  const humanPerReal = 1 / cluster.paced(1);
  const now = () => new Date(startedAt + (cluster.now().getTime() - startedAt) * humanPerReal);
  return { now, msUntil: (at) => cluster.paced(at.getTime() - now().getTime()) };
}
