import { describe, expect, it, onTestFinished } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { cardSubject } from '../../adapters/store/sample-card.ts';
import { down, limited, lost, refusal } from './fake-chat.ts';
import { rest } from './fake-time.ts';
import { setUpDelivery } from './workbench.ts';

const hourMs = 60 * 60_000;

/** Somebody may set the clock on the wall; timers do not notice. */
async function open() {
  const bench = await setUpDelivery();
  onTestFinished(() => bench.close());
  const { now } = bench.time.clock;
  return {
    bench,
    setBack: () => void Object.assign(bench.time.clock, { now: () => now() - hourMs }),
  };
}

describe('a clock that is set back by an hour', () => {
  it.each([
    ['Slack was not reached', down],
    ['Slack asked to slow down', limited(5_000)],
    ['Slack did not accept the bot', refusal('token_revoked')],
  ])('keeps nothing back for that hour when %s before', async (_what, outcome) => {
    const { bench, setBack } = await open();
    bench.slack.fail({ method: 'post' }, outcome);
    await bench.change({ card: 'a', label: 'v42', priority: priorities.urgent });
    await rest();

    setBack();
    await bench.time.pass(2 * 60_000);

    expect(bench.read('#team-payments')).toEqual(['v42']);
  });

  it('shows counts that move, although what is shown seems to be of later', async () => {
    const { bench, setBack } = await open();
    await bench.change({ card: 'a', label: '1 of 3' });
    await bench.time.pass(1_000);

    setBack();
    await bench.change({ card: 'a', label: '2 of 3', priority: priorities.trickle });
    await bench.time.pass(60_000);

    expect(bench.read('#team-payments')).toEqual(['2 of 3']);
  });

  it('looks for a lost post in what is past by the clock as it is now', async () => {
    const { bench, setBack } = await open();
    const looks: number[] = [];
    const { findPosted } = bench.slack.chat;
    Object.assign(bench.slack.chat, {
      findPosted(request: Parameters<typeof findPosted>[0]) {
        looks.push(request.since);
        return findPosted(request);
      },
    });
    bench.slack.fail({ method: 'post' }, lost);
    await bench.change({ card: 'a', label: 'v42' });
    await rest();

    setBack();
    await bench.time.pass(10_000);

    expect(looks).toHaveLength(1);
    expect(looks[0]).toBeLessThan(bench.time.clock.now());
    expect(bench.read('#team-payments')).toEqual(['v42']);
    expect(await bench.store.message(cardSubject('a'), 'card')).toMatchObject({ status: 'posted' });
  });
});
