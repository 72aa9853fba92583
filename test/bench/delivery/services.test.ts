import { describe, expect, it } from 'vitest';
import { servicesOf } from '../../../bench/delivery/services.ts';

describe('the services of the delivery bench', () => {
  const services = servicesOf({ rollouts: 200, pods: 10, channels: 40, crashingOneIn: 5, pace: 1 });

  it('are spread evenly over the channels, and so are those that crash', () => {
    const crashing = services.filter(({ isCrashing }) => isCrashing);

    expect(new Set(services.map(({ name }) => name)).size).toBe(200);
    expect(new Set(services.map(({ channel }) => channel)).size).toBe(40);
    expect(crashing).toHaveLength(40);
    expect(new Set(crashing.map(({ channel }) => channel)).size).toBe(40);
  });

  it('all behave when none is to crash', () => {
    const calm = servicesOf({ rollouts: 3, pods: 3, channels: 3, crashingOneIn: 0, pace: 1 });

    expect(calm.map(({ isCrashing }) => isCrashing)).toEqual([false, false, false]);
  });
});
