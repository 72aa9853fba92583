import { describe, expect, it, onTestFinished } from 'vitest';
import { createAnswers } from '../../../src/app/answers.ts';
import { lost, refusal } from './fake-chat.ts';
import { setUpDelivery } from './workbench.ts';

const asked = {
  channel: 'C0PAYMENTS',
  user: 'U0ADA',
  responseUrl: 'https://hooks.slack.test/commands/1',
  message: { text: 'muted', blocks: [] },
};

async function setUp() {
  const bench = await setUpDelivery();
  onTestFinished(() => bench.close());
  const answers = createAnswers({
    store: bench.store,
    clock: bench.time.clock,
    ids: { next: () => 'answer-1' },
    onStored: () => bench.delivery.nudge(),
  });
  return { ...bench, answers };
}

describe('an answer to a request that came with an address', () => {
  it('goes to that address, and is forgotten with it', async () => {
    const { answers, delivery, slack, store } = await setUp();

    await answers.tell(asked);
    await delivery.whenIdle();

    expect(slack.answers).toEqual(['https://hooks.slack.test/commands/1: muted']);
    expect(slack.called('answer')).toEqual([]);
    expect(await store.answer('answer-1')).toBeUndefined();
  });

  it.each(['used_url', 'expired_url'])('goes directly to the person when that is %s', async (code) => {
    const { answers, delivery, slack } = await setUp();
    slack.fail({ method: 'respond' }, refusal(code));

    await answers.tell(asked);
    await delivery.whenIdle();

    expect(slack.shown.map(({ channel }) => channel)).toEqual(['U0ADA']);
    expect(slack.shown[0]?.message.text).toContain('muted');
  });

  it('is not given twice when nobody knows whether it was given', async () => {
    const { answers, delivery, slack } = await setUp();
    slack.fail({ method: 'respond' }, lost);

    await answers.tell(asked);
    await delivery.whenIdle();

    expect(slack.answers).toHaveLength(1);
    expect(slack.shown).toEqual([]);
  });
});
