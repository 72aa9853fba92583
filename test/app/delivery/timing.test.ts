import { expect, it } from 'vitest';
import { defaultTiming } from '../../../src/app/delivery/timing.ts';

it('a wait that no timer can hold does not fire at once', async () => {
  let fired = 0;

  const cancel = defaultTiming.schedule(2 ** 31, () => {
    fired += 1;
  });
  await new Promise((resolve) => defaultTiming.schedule(20, () => resolve(undefined)));
  cancel();

  expect(fired).toBe(0);
});
