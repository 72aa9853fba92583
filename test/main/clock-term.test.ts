import { expect, it, onTestFinished, vi } from 'vitest';
import { beginClock } from '../../src/main/clock-term.ts';
import type { Errands } from '../../src/main/errands.ts';
import { openDesk } from '../app/open-desk.ts';

const yearMs = 365 * 86_400_000;
const retention = {
  cardsMs: yearMs,
  attachmentsMs: yearMs,
  verdictsMs: yearMs,
  historyMs: yearMs,
  workloadsMs: yearMs,
};
const broken = () => Promise.reject(new Error('a card that cannot be read'));

it('what fails each time it is taken up keeps nothing else from its turn', { timeout: 15_000 }, async () => {
  const { desk, errors } = await openDesk();
  const done: string[] = [];
  const errands: Errands = {
    start: () => undefined,
    consider: () => undefined,
    takeUp: broken,
    tick: async () => void done.push('errands'),
    stop: async () => undefined,
  };
  const chores = { takeUp: broken, tick: async () => void done.push('chores') };
  const clock = beginClock({ desk, errands, chores, retention });
  onTestFinished(() => clock.stop());

  await vi.waitFor(() => expect(done.length).toBeGreaterThan(3), 10_000);

  expect(done.slice(0, 4)).toEqual(['chores', 'errands', 'chores', 'errands']);
  expect(errors).toContain('regular work failed; it is tried again');
});
