import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../../src/adapters/kubernetes/concurrency.ts';

describe('the limiter', () => {
  it('goes on in order after work that fails', async () => {
    const limit = createLimiter(1);
    const order: number[] = [];
    const work = (index: number) => async () => {
      order.push(index);
      if (index === 0) throw new Error('failed');
      return index;
    };

    const results = await Promise.allSettled([limit(work(0)), limit(work(1)), limit(work(2))]);

    expect(order).toEqual([0, 1, 2]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });
});
