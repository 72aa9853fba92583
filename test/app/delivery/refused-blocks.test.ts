import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from './fake-chat.ts';
import { renderLabel, setUpDelivery, type Workbench } from './workbench.ts';

let bench: Workbench;

beforeEach(async () => {
  bench = await setUpDelivery({ fallbackChannel: '#platform' });
});

afterEach(() => bench.close());

describe('blocks that Slack refuses', () => {
  it.each(['invalid_blocks', 'invalid_blocks_format'])('%s: plain ones are sent instead', async (code) => {
    bench.slack.fail({ method: 'post' }, refusal(code));

    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(5_000);

    expect(bench.slack.shown[0]?.message.blocks).toEqual([{ type: 'section' }]);
    expect(bench.slack.calls).toHaveLength(2);
  });

  it.each(['msg_too_long', 'msg_blocks_too_long'])(
    '%s: a shorter form is sent, then a plain one',
    async (code) => {
      await bench.close();
      bench = await setUpDelivery({ render: (_card, _slot, style) => ({ text: style, blocks: [] }) });
      bench.slack.fail({ method: 'post' }, refusal(code), 2);

      await bench.change({ card: 'a', label: 'v42' });
      await bench.time.pass(5_000);

      expect(bench.slack.calls.map(({ text }) => text)).toEqual(['plan', 'short plan', 'short plain']);
      expect(bench.read('#team-payments')).toEqual(['short plain']);
      expect(bench.outcomes('simplified')).toBe(2);
    },
  );

  it('are not tried again for the same message', async () => {
    bench.slack.fail({ method: 'post' }, refusal('invalid_blocks'));
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(5_000);

    await bench.change({ card: 'a', label: 'v42 done' });
    await bench.time.pass(5_000);

    expect(bench.slack.called('update')).toHaveLength(1);
    expect(bench.slack.shown[0]?.message).toEqual({ text: 'v42 done', blocks: [{ type: 'section' }] });
  });

  it('are given up for everyone when three messages were refused and none accepted', async () => {
    for (const card of ['a', 'b', 'c']) {
      bench.slack.fail({ key: `${card}:card`, method: 'post' }, refusal('invalid_blocks'));
      await bench.change({ card, label: card, channel: `#${card}` });
    }
    await bench.time.pass(5_000);

    await bench.change({ card: 'd', label: 'd', channel: '#d' });
    await bench.time.pass(5_000);

    expect(bench.slack.shown.at(-1)?.message.blocks).toEqual([{ type: 'section' }]);
  });

  it('are given up for everyone although replies without any of them were accepted', async () => {
    await bench.close();
    bench = await setUpDelivery({
      render: (card, slot, style) => renderLabel(card.version.label, slot, slot === 'card' ? style : 'plain'),
    });
    for (const card of ['a', 'b', 'c', 'd']) {
      if (card !== 'd') bench.slack.fail({ key: `${card}:card`, method: 'post' }, refusal('invalid_blocks'));
      await bench.change({ card, label: card, channel: `#${card}` });
      await bench.change({ card, label: card, channel: `#${card}`, slot: 'notice' });
      await bench.time.pass(5_000);
    }

    const [card] = bench.slack.shown.filter(({ key }) => key === 'd:card');
    expect(card?.message.blocks).toEqual([{ type: 'section' }]);
  });

  it('leave the message broken when plain ones are refused too, until its card changes', async () => {
    bench.slack.fail({ method: 'post' }, refusal('invalid_blocks'), 2);
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(60_000);
    const broken = await bench.record('a');

    await bench.change({ card: 'a', label: 'v43' });
    await bench.time.pass(5_000);

    expect(broken).toMatchObject({ status: 'broken', failure: 'invalid_blocks' });
    expect(bench.log.at('error')).toHaveLength(1);
    expect(bench.outcomes('broken')).toBe(1);
    expect(bench.read('#team-payments')).toEqual(['v43']);
  });
});
