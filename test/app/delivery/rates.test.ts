import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { TransientError } from '../../../src/errors.ts';
import { limited, noAnswer } from './fake-chat.ts';
import { rest } from './fake-time.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

describe("delivery within Slack's limits", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await setUpDelivery();
  });

  afterEach(() => bench.close());

  /** Cards that are posted already, each in a channel of its own. */
  async function postedCards(count: number): Promise<string[]> {
    const cards = Array.from({ length: count }, (_, index) => `card-${index}`);
    for (const card of cards) await bench.change({ card, label: 'new', channel: `#${card}` });
    await bench.time.pass(1_000);
    return cards;
  }

  it('posts three at once to a channel, then one a second', async () => {
    const start = bench.time.clock.now();

    for (let index = 0; index < 6; index += 1) await bench.change({ card: `c${index}`, label: `c${index}` });
    await bench.time.pass(10_000);

    const offsets = bench.slack.called('post').map(({ at }) => at - start);
    expect(offsets).toEqual([0, 0, 0, 1_000, 2_000, 3_000]);
  });

  it('counts posts to one channel together, by name and by id', async () => {
    for (let index = 0; index < 3; index += 1)
      await bench.change({ card: `n${index}`, label: 'x', channel: '#a' });
    await rest();
    const start = bench.time.clock.now();

    await bench.change({ card: 'by id', label: 'x', channel: 'C-a' });
    await bench.time.pass(5_000);

    const last = bench.slack.called('post').at(-1);
    expect(last?.channel).toBe('C-a');
    expect((last?.at ?? 0) - start).toBe(1_000);
  });

  it('edits 50 messages a minute, after a first burst', async () => {
    const cards = await postedCards(100);

    for (const card of cards) await bench.change({ card, label: 'changed', priority: priorities.urgent });
    await rest();
    const burst = bench.slack.called('update').length;
    await bench.time.pass(30_000);

    expect(burst).toBe(45);
    expect(bench.slack.called('update').length - burst).toBe(25);
    await bench.time.pass(60_000);
    expect(await bench.store.dirtyMessages(1)).toEqual([]);
  });

  it('shows less progress the more messages wait', async () => {
    const cards = await postedCards(60);
    const step = (label: string, of: readonly string[]) =>
      Promise.all(of.map((card) => bench.change({ card, label, priority: priorities.progress })));

    await step('few', cards.slice(0, 5));
    await rest();
    const few = bench.slack.called('update').length;
    await bench.time.pass(60_000);
    bench.slack.calls.length = 0;
    await step('many', cards);
    await rest();

    expect(few).toBe(5);
    expect(bench.slack.called('update').length).toBeLessThan(20);
    expect(await bench.store.dirtyMessages(99)).not.toHaveLength(0);
  });

  it('shows no less progress for what waits in a channel that Slack has limited', async () => {
    const cards = await postedCards(5);
    bench.slack.fail({ method: 'post', channel: '#limited' }, limited(600_000));
    for (let index = 0; index < 50; index += 1)
      await bench.change({ card: `late-${index}`, label: 'new', channel: '#limited' });
    await bench.time.pass(60_000);

    for (const card of cards) await bench.change({ card, label: 'a step', priority: priorities.progress });
    await rest();

    expect(bench.slack.called('update')).toHaveLength(5);
  });

  it('shows counts that merely move when what is shown has grown old, and never at the cost of others', async () => {
    const [card = ''] = await postedCards(1);
    await bench.change({ card, label: '1 of 9', priority: priorities.trickle });
    await bench.time.pass(20_000);
    const early = bench.read('#card-0');
    await bench.change({ card, label: '2 of 9', priority: priorities.trickle });

    await bench.time.pass(10_000);

    expect(early).toEqual(['new']);
    expect(bench.read('#card-0')).toEqual(['2 of 9']);
    expect(bench.slack.called('update')).toHaveLength(1);
  });

  it('lets a failure overtake queued progress at once', async () => {
    const cards = await postedCards(40);
    for (const card of cards) await bench.change({ card, label: 'progress', priority: priorities.progress });
    await rest();
    const before = bench.slack.called('update').length;

    await bench.change({ card: 'card-39', label: 'FAILED', priority: 0 });
    await rest();

    const after = bench.slack.called('update').slice(before);
    expect(after.map(({ text }) => text)).toEqual(['FAILED']);
  });

  it('sends verdicts first, then new cards, then progress', async () => {
    await bench.close();
    bench = await setUpDelivery({ timing: { maxInFlight: 1 } });
    await postedCards(20);
    await bench.delivery.stop();
    const fresh = { card: 'fresh', channel: '#fresh' };
    await bench.change({ card: 'card-16', label: 'a count', priority: priorities.trickle });
    await bench.change({ card: 'card-17', label: 'a step', priority: priorities.progress });
    await bench.change({ card: 'card-18', label: 'a log', priority: priorities.evidence });
    await bench.change({ ...fresh, label: 'a new card', priority: priorities.newCard });
    await bench.change({ card: 'card-19', label: 'a verdict', priority: priorities.urgent });
    bench.slack.calls.length = 0;

    await bench.restart();
    await bench.time.pass(60_000);

    const order = bench.slack.calls.map(({ text }) => text);
    expect(order).toEqual(['a verdict', 'a new card', 'a log', 'a step', 'a count']);
  });

  it('waits as long as Slack asks, in that channel only', async () => {
    bench.slack.fail({ method: 'post', channel: '#a' }, limited(30_000));
    const start = bench.time.clock.now();

    await bench.change({ card: 'a', label: 'a', channel: '#a' });
    await bench.change({ card: 'b', label: 'b', channel: '#b' });
    await rest();
    await bench.change({ card: 'c', label: 'c', channel: '#a' });
    await bench.time.pass(29_000);
    const early = bench.slack.called('post').map(({ text }) => text);
    await bench.time.pass(3_000);

    expect(early).toEqual(['a', 'b']);
    expect(bench.read('#a').sort()).toEqual(['a', 'c']);
    expect(
      bench.slack
        .called('post')
        .slice(2)
        .map(({ at }) => at - start),
    ).toEqual([30_000, 31_112]);
    expect(bench.slack.called('find')).toEqual([]);
  });

  it('waits as long as Slack asks, also when it has just said which id the channel has', async () => {
    bench.slack.fail({ method: 'post', key: 'a:card' }, limited(30_000));
    const release = bench.slack.hold();
    for (const card of ['a', 'b', 'c', 'd']) await bench.change({ card, label: card, channel: '#new' });
    await rest();

    release();
    await bench.time.pass(29_000);
    const early = bench.read('#new');
    await bench.time.pass(10_000);

    expect(early).toEqual(['b', 'c']);
    expect(bench.read('#new').sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each([
    ['nothing', 0],
    ['three years', 99_999_999_000],
  ])('asks now and then, and not in a loop, when it is to wait for %s', async (_asked, retryAfterMs) => {
    await postedCards(1);
    bench.slack.fail({ method: 'update' }, limited(retryAfterMs), 3);

    await bench.change({ card: 'card-0', label: 'changed', priority: priorities.urgent });
    await bench.time.pass(500);
    const early = bench.slack.called('update').length;
    await bench.time.pass(4 * 60 * 60_000);

    expect(early).toBe(1);
    expect(bench.read('#card-0')).toEqual([expect.stringMatching(/^changed/)]);
  });

  it('goes on posting in a channel whose history may not be read for a while, and reads no other either', async () => {
    bench.slack.fail({ method: 'post' }, noAnswer, 5);
    bench.slack.fail({ method: 'find' }, limited(60_000), 5);
    for (const card of ['a', 'b', 'c', 'd', 'e']) {
      await bench.change({ card, label: card, channel: `#${card}` });
      await bench.time.pass(2_000);
    }

    await bench.change({ card: 'f', label: 'FAILED', channel: '#a', priority: priorities.urgent });
    await bench.time.pass(1_000);
    const posted = bench.read('#a');
    const looks = bench.slack.called('find').length;
    await bench.time.pass(10 * 60_000);

    expect(posted).toEqual(['FAILED']);
    expect(looks).toBe(1);
    expect(['#b', '#c', '#d', '#e'].flatMap(bench.read)).toEqual(['b', 'c', 'd', 'e']);
  });

  it('posts nothing anywhere while the workspace has sent too much', async () => {
    const error = new TransientError('message_limit_exceeded', 'too many messages');
    bench.slack.fail({ method: 'post' }, { kind: 'error', error }, 2);
    await bench.change({ card: 'a', label: 'a', channel: '#a' });
    await rest();

    await bench.change({ card: 'b', label: 'b', channel: '#b' });
    await bench.time.pass(29_000);
    const early = bench.slack.called('post').length;
    await bench.time.pass(120_000);

    expect(early).toBe(1);
    expect(['#a', '#b'].flatMap(bench.read)).toEqual(['a', 'b']);
  });

  it('replies as soon as Slack allows it, however long the card may not be edited', async () => {
    const [card = ''] = await postedCards(1);
    bench.slack.fail({ method: 'update' }, limited(60_000));
    bench.slack.fail({ method: 'post', key: `${card}:notice` }, limited(10_000));
    const verdict = { card, label: 'FAILED', priority: priorities.urgent };

    await bench.change(verdict);
    await bench.change({ ...verdict, slot: 'notice' });
    await bench.time.pass(11_000);

    expect(bench.read('#card-0')).toEqual(['new', '> notice: FAILED']);
  });

  it('goes on editing in one channel while another is limited', async () => {
    await postedCards(2);
    bench.slack.fail({ method: 'update', channel: 'C-card-0' }, limited(60_000));

    await bench.change({ card: 'card-0', label: 'late' });
    await rest();
    await bench.change({ card: 'card-1', label: 'in time' });
    await rest();

    expect(bench.read('#card-1')).toEqual(['in time']);
    expect(bench.read('#card-0')).toEqual(['new']);
    await bench.time.pass(60_000);
    expect(bench.read('#card-0')).toEqual(['late (60 s late)']);
  });

  it('takes it for the whole workspace when several channels are limited', async () => {
    const cards = await postedCards(4);
    for (const card of cards.slice(0, 3)) {
      bench.slack.fail({ method: 'update', channel: `C-${card}` }, limited(20_000));
    }
    for (const card of cards.slice(0, 3)) await bench.change({ card, label: 'changed' });
    await rest();

    await bench.change({ card: 'card-3', label: 'changed' });
    await bench.time.pass(19_000);

    expect(bench.slack.called('update')).toHaveLength(3);
    await bench.time.pass(2_000);
    // Without a burst from now on, and a little slower.
    await bench.time.pass(5_000);
    expect(bench.read('#card-3')).toEqual([expect.stringMatching(/^changed/)]);
    const offsets = bench.slack
      .called('update')
      .slice(3)
      .map(({ at }) => at);
    expect(offsets).toHaveLength(4);
    expect(Math.min(...offsets.slice(1).map((at, index) => at - (offsets[index] ?? 0)))).toBeGreaterThan(
      1_200,
    );
  });
});
