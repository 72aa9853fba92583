import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { cardSubject, sampleCard } from '../../adapters/store/sample-card.ts';
import { rest } from './fake-time.ts';
import { renderLabel, setUpDelivery, type Workbench } from './workbench.ts';

describe('delivery', () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await setUpDelivery();
  });

  afterEach(() => bench.close());

  it('posts a card, then edits the same message', async () => {
    await bench.change({ card: 'a', label: 'v42 building' });
    await bench.delivery.whenIdle();
    const first = await bench.record('a');

    await bench.change({ card: 'a', label: 'v42 rolling out' });
    await bench.delivery.whenIdle();

    expect(bench.read('#team-payments')).toEqual(['v42 rolling out']);
    expect(first).toMatchObject({ status: 'posted', channel: 'C-team-payments' });
    expect(await bench.record('a')).toMatchObject({ ts: first?.ts, status: 'posted' });
    expect((await bench.record('a'))?.dirtySince).toBeUndefined();
  });

  it('sends nothing when what is shown has not changed', async () => {
    await bench.change({ card: 'a', label: 'v42' });
    await bench.delivery.whenIdle();

    await bench.change({ card: 'a', label: 'v42' });
    await bench.delivery.whenIdle();

    expect(bench.slack.calls).toHaveLength(1);
    expect(['posted', 'updated', 'unchanged'].map((outcome) => bench.outcomes(outcome))).toEqual([1, 0, 1]);
  });

  it('sends only the latest of ten changes that came while the message was on its way', async () => {
    const release = bench.slack.hold();
    await bench.change({ card: 'a', label: 'change 0' });
    await rest();
    for (let index = 1; index <= 10; index += 1) await bench.change({ card: 'a', label: `change ${index}` });
    await rest();

    release();
    await bench.delivery.whenIdle();

    expect(bench.slack.calls.map(({ method, text }) => `${method} ${text}`)).toEqual([
      'post change 0',
      'update change 10',
    ]);
  });

  it('is only as urgent as what has not been shown', async () => {
    const release = bench.slack.hold();
    await bench.change({ card: 'a', label: 'a verdict', priority: priorities.urgent });
    await rest();
    await bench.change({ card: 'a', label: 'a count', priority: priorities.trickle });

    release();
    await bench.time.pass(1_000);
    const early = bench.read('#team-payments');
    const record = await bench.record('a');
    await bench.time.pass(30_000);

    expect(early).toEqual(['a verdict']);
    expect(record?.priority).toBe(priorities.trickle);
    expect(bench.read('#team-payments')).toEqual(['a count']);
  });

  it('never has two requests for the same message on their way', async () => {
    await bench.change({ card: 'a', label: 'v1' });
    await bench.delivery.whenIdle();
    const release = bench.slack.hold();

    await bench.change({ card: 'a', label: 'v2' });
    await rest();
    await bench.change({ card: 'a', label: 'v3', priority: 0 });
    await rest();

    expect(bench.slack.called('update')).toHaveLength(1);
    release();
    await bench.delivery.whenIdle();
    expect(bench.read('#team-payments')).toEqual(['v3']);
  });

  it('sends to different messages at the same time', async () => {
    const release = bench.slack.hold();

    for (const card of ['a', 'b', 'c']) await bench.change({ card, label: card, channel: `#${card}` });
    await rest();

    expect(bench.slack.called('post')).toHaveLength(3);
    expect(bench.delivery.metrics().inFlight).toBe(3);
    release();
    await bench.delivery.whenIdle();
  });

  it('keeps a reply until its card is posted, and puts it into the thread', async () => {
    await bench.store.saveCard(sampleCard('a'), { following: [], offerIds: [] });
    await bench.store.markDirty({
      subject: cardSubject('a'),
      slot: 'notice',
      channel: '#x',
      priority: 0,
      at: 1,
    });
    bench.delivery.nudge();
    await bench.delivery.whenIdle();
    const before = bench.slack.calls.length;

    await bench.change({ card: 'a', label: 'v43 is failing' });
    await bench.delivery.whenIdle();

    expect(before).toBe(0);
    expect(bench.read('#team-payments')).toEqual(['v43 is failing', '> notice: v43 is failing']);
    const card = await bench.record('a');
    expect(bench.slack.shown[1]).toMatchObject({ channel: 'C-team-payments', threadTs: card?.ts });
  });

  it('drops what there is nothing to show for', async () => {
    const quiet = await setUpDelivery({ render: () => undefined });

    await quiet.change({ card: 'a', label: 'v42' });
    await quiet.delivery.whenIdle();

    expect(quiet.slack.calls).toEqual([]);
    expect(await quiet.store.dirtyMessages(1)).toEqual([]);
    await quiet.close();
  });

  it('takes up after a start what was left in the store', async () => {
    await bench.delivery.stop();
    await bench.change({ card: 'a', label: 'v42' });

    const delivery = await bench.restart();
    await delivery.whenIdle();

    expect(bench.read('#team-payments')).toEqual(['v42']);
  });

  it('ends after what is on its way, sends nothing more, and leaves no timer', async () => {
    const release = bench.slack.hold();
    await bench.change({ card: 'a', label: 'v42' });
    await rest();
    const stopping = bench.delivery.stop();
    await bench.change({ card: 'b', label: 'v42' });

    release();
    await stopping;

    expect(bench.read('#team-payments')).toEqual(['v42']);
    expect(bench.time.pending()).toBe(0);
    expect(await bench.record('a')).toMatchObject({ status: 'posted' });
    expect(await bench.record('b')).toMatchObject({ status: 'unposted' });
  });

  it('does not let one card that cannot be rendered hold up the others', async () => {
    let isBroken = true;
    const shaky = await setUpDelivery({
      render(card, slot, style) {
        if (card.id === 'bad' && isBroken) throw new Error('a defect');
        return renderLabel(card.version.label, slot, style);
      },
    });
    await shaky.change({ card: 'bad', label: 'bad', priority: 0 });
    await shaky.change({ card: 'good', label: 'good' });
    await rest();
    const meanwhile = shaky.read('#team-payments');
    isBroken = false;

    await shaky.time.pass(10_000);

    expect(meanwhile).toEqual(['good']);
    expect(shaky.read('#team-payments')).toEqual(['good', 'bad']);
    expect(shaky.log.at('error')).not.toHaveLength(0);
    await shaky.close();
  });

  it('does not run inside a transaction from which it is nudged', async () => {
    await bench.store.transaction(async (session) => {
      await bench.change({ card: 'a', label: 'not yet' });
      bench.delivery.nudge();
      await rest();
      expect(bench.slack.calls).toEqual([]);
      await session.card('a');
    });
    await bench.delivery.whenIdle();

    expect(bench.read('#team-payments')).toEqual(['not yet']);
  });
});
