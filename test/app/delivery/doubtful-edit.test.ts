import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limited, lost, noAnswer } from './fake-chat.ts';
import { rest } from './fake-time.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

describe('an edit whose outcome is not known', () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await setUpDelivery();
    await bench.change({ card: 'a', label: '1 of 3' });
    await bench.time.pass(1_000);
  });

  afterEach(() => bench.close());

  const edits = () => bench.slack.called('update').map(({ text }) => text);

  it('is taken back when the card is again as it was before', async () => {
    bench.slack.fail({ method: 'update' }, lost);
    await bench.change({ card: 'a', label: '2 of 3' });
    await rest();
    await bench.change({ card: 'a', label: '1 of 3' });

    await bench.time.pass(120_000);

    expect(bench.read('#team-payments')).toEqual(['1 of 3']);
    expect(await bench.store.dirtyMessages(1)).toEqual([]);
  });

  it('is taken back by who comes after a kill, too', async () => {
    const release = bench.slack.hold();
    await bench.change({ card: 'a', label: '2 of 3' });
    await rest();
    const [shown] = bench.slack.shown;
    const before = await bench.record('a');
    // Slack has taken it; whoever asked is gone, and has written nothing down.
    if (shown !== undefined) shown.message = { text: '2 of 3', blocks: [] };

    const next = await setUpDelivery({ store: bench.store });
    next.slack.shown.push(...bench.slack.shown);
    await next.change({ card: 'a', label: '1 of 3' });
    await next.time.pass(60_000);

    release();
    expect(before?.dirtySince).toBeDefined();
    expect(next.read('#team-payments')).toEqual(['1 of 3']);
  });

  it('that reaches Slack after the next one does not stay', async () => {
    bench.slack.fail({ method: 'update' }, noAnswer);
    await bench.change({ card: 'a', label: '2 of 3' });
    await rest();
    await bench.change({ card: 'a', label: '3 of 3' });
    await bench.time.pass(10_000);
    const [shown] = bench.slack.shown;
    if (shown !== undefined) shown.message = { text: '2 of 3', blocks: [] };

    await bench.time.pass(120_000);

    expect(bench.read('#team-payments')).toEqual(['3 of 3']);
    expect(edits()).toEqual(['2 of 3', '3 of 3', '3 of 3']);
    expect(await bench.store.dirtyMessages(1)).toEqual([]);
  });

  it('was not behind when the edit that makes sure of it comes late', async () => {
    bench.slack.fail({ method: 'update' }, noAnswer);
    await bench.change({ card: 'a', label: '2 of 3' });
    await bench.time.pass(10_000);
    bench.slack.fail({ method: 'update' }, limited(40_000));

    await bench.time.pass(120_000);

    expect(edits()).toHaveLength(4);
    expect(bench.read('#team-payments')).toEqual(['2 of 3']);
  });

  it('does not keep news waiting', async () => {
    bench.slack.fail({ method: 'update' }, noAnswer);
    await bench.change({ card: 'a', label: '2 of 3' });
    await bench.time.pass(10_000);

    await bench.change({ card: 'a', label: '3 of 3' });
    await bench.time.pass(100);

    expect(bench.read('#team-payments')).toEqual(['3 of 3']);
  });

  it('is sent once more, and no oftener, although that is lost as well', async () => {
    bench.slack.fail({ method: 'update' }, noAnswer, 3);
    await bench.change({ card: 'a', label: '2 of 3' });

    await bench.time.pass(10 * 60_000);

    expect(edits()).toHaveLength(5);
    expect(await bench.store.dirtyMessages(1)).toEqual([]);
  });
});
