import type { StormPlan } from './plan.ts';
import type { Random } from './random.ts';

type Some<T> = readonly [T, ...T[]];

export interface StormyPlan {
  readonly storms: StormPlan;
  /** The services speak in so few channels that there is soon too much in one. */
  readonly channels: Some<string>;
}

const stormyEvery = 3;
const second = 1_000;

/** Every third seed: the others show that each problem is told by itself. */
export function isStormy(seed: number): boolean {
  return seed % stormyEvery === 0;
}

/** Few problems within a time that is far shorter than a run, so that storms begin in it, end in it, and begin again. */
export function planStorms(random: Random, channels: Some<string>): StormyPlan {
  const [first = channels[0], other] = random.shuffled(channels);
  return {
    storms: { problems: random.between(1, 3), withinMs: random.between(15, 60) * second },
    channels: other === undefined || random.chance(0.5) ? [first] : [first, other],
  };
}
