import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAnswers, putAnswer } from '../../../src/app/answers.ts';
import type { Answer } from '../../../src/ports.ts';
import { down, limited, lost, refusal } from './fake-chat.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

const said = { text: 'You are in team search.', blocks: [{ type: 'rich_text' }] };
const asked = { channel: 'C0PAYMENTS', user: 'U0MEI', message: said };

describe('an answer to one person', () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await setUpDelivery({ fallbackChannel: '#platform' });
  });

  afterEach(() => bench.close());

  async function tell(answer: Omit<Answer, 'id' | 'at'> = asked): Promise<void> {
    let ids = 0;
    const next = () => {
      ids += 1;
      return `answer-${ids}`;
    };
    const answers = createAnswers({
      store: bench.store,
      clock: bench.time.clock,
      ids: { next },
      onStored: () => bench.delivery.nudge(),
    });
    await answers.tell(answer);
  }

  const isForgotten = async () =>
    (await bench.store.answer('answer-1')) === undefined &&
    (await bench.store.message({ kind: 'answer', id: 'answer-1' }, 'answer')) === undefined;

  it('is shown once, and then forgotten', async () => {
    await tell();
    await bench.time.pass(60_000);

    expect(bench.slack.answers).toEqual(['C0PAYMENTS U0MEI: You are in team search.']);
    expect(await isForgotten()).toBe(true);
    expect(bench.outcomes('answered')).toBe(1);
  });

  it('outlives a crash before it was sent', async () => {
    await bench.delivery.stop();
    await tell();

    await bench.restart();
    await bench.time.pass(1_000);

    expect(bench.slack.answers).toHaveLength(1);
  });

  it('is stored with what it answers, or not at all', async () => {
    const failing = bench.store.transaction(async (session) => {
      await putAnswer(session, { ...asked, id: 'answer-1', at: bench.time.clock.now() });
      throw new Error('what it answers did not happen');
    });

    await expect(failing).rejects.toThrow();
    expect(await isForgotten()).toBe(true);
  });

  it.each([
    ['Slack is not reached', down],
    ['Slack asks to slow down', limited(2_000)],
  ])('is sent later when %s', async (_what, outcome) => {
    bench.slack.fail({ method: 'answer' }, outcome);
    await tell();
    await bench.time.pass(60_000);

    expect(bench.slack.answers).toHaveLength(1);
  });

  it('is not said twice when its own answer is lost', async () => {
    bench.slack.fail({ method: 'answer' }, lost);
    await tell();
    await bench.time.pass(600_000);

    expect(bench.slack.answers).toHaveLength(1);
    expect(bench.slack.called('answer')).toHaveLength(1);
    expect(await isForgotten()).toBe(true);
    expect(bench.outcomes('dropped')).toBe(1);
  });

  it('is not said twice after a crash in the middle', async () => {
    await bench.delivery.stop();
    await tell();
    const [record] = await bench.store.dirtyMessages(1);
    if (record === undefined) throw new Error('nothing waits');
    await bench.store.saveMessage({ ...record, status: 'posting' });

    await bench.restart();
    await bench.time.pass(60_000);

    expect(bench.slack.calls).toEqual([]);
    expect(await isForgotten()).toBe(true);
  });

  it('is given up when nobody waits for it any more', async () => {
    bench.slack.fail({ method: 'answer' }, down, 999);
    await tell();

    await bench.time.pass(10 * 60_000);

    expect(await isForgotten()).toBe(true);
    expect(bench.time.pending()).toBe(0);
    expect(bench.outcomes('dropped')).toBe(1);
  });

  it.each(['not_in_channel', 'user_not_in_channel', 'channel_not_found', 'is_archived', 'thread_not_found'])(
    '%s: the person is told directly, with where they asked',
    async (code) => {
      bench.slack.fail({ method: 'answer' }, refusal(code));
      await tell();
      await bench.time.pass(60_000);

      expect(bench.read('U0MEI')).toEqual([
        'You asked in <#C0PAYMENTS>, where I cannot answer you. You are in team search.',
      ]);
      expect(bench.slack.shown[0]?.message.blocks).toHaveLength(2);
      expect(bench.read('#platform')).toEqual([]);
      expect(await isForgotten()).toBe(true);
    },
  );

  it('is given up when the person cannot be told directly either, and never shown to others', async () => {
    bench.slack.fail({ method: 'answer' }, refusal('not_in_channel'));
    bench.slack.fail({ method: 'post', channel: 'U0MEI' }, refusal('missing_scope'));
    await tell();
    await bench.time.pass(60_000);

    expect(bench.slack.shown).toEqual([]);
    expect(await isForgotten()).toBe(true);
    expect(bench.delivery.metrics().isSuspended).toBe(false);
  });

  it.each(['invalid_blocks', 'msg_too_long'])('%s: it is said in text alone', async (code) => {
    bench.slack.fail({ method: 'answer' }, refusal(code));
    await tell();
    await bench.time.pass(60_000);

    expect(bench.slack.answers).toEqual(['C0PAYMENTS U0MEI: You are in team search.']);
    expect(bench.slack.called('answer')).toHaveLength(2);
  });

  it('does not wait behind a channel or a method that is limited', async () => {
    bench.slack.fail({ method: 'post' }, limited(60_000));
    await bench.change({ card: 'a', label: 'v42', channel: 'C0PAYMENTS' });
    await bench.time.pass(1_000);

    await tell();
    await bench.time.pass(100);

    expect(bench.slack.answers).toHaveLength(1);
  });
});
