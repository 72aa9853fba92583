import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardSubject } from '../../adapters/store/sample-card.ts';
import { down, limited, lost, noAnswer, refusal } from './fake-chat.ts';
import { rest } from './fake-time.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

describe('a post whose outcome is not known', () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await setUpDelivery();
  });

  afterEach(() => bench.close());

  const methods = () => bench.slack.calls.map(({ method }) => method);

  it('stores that it is posting before it posts', async () => {
    const release = bench.slack.hold();

    await bench.change({ card: 'a', label: 'v42' });
    await rest();

    expect(await bench.record('a')).toMatchObject({ status: 'posting' });
    expect(bench.slack.called('post')).toHaveLength(1);
    release();
    await bench.delivery.whenIdle();
  });

  it('is found, brought up to date and not posted again', async () => {
    bench.slack.fail({ method: 'post' }, lost);
    await bench.change({ card: 'a', label: 'v42' });
    await rest();
    await bench.change({ card: 'a', label: 'v42 rolling out' });

    await bench.time.pass(10_000);

    expect(methods()).toEqual(['post', 'find', 'update']);
    expect(bench.read('#team-payments')).toEqual(['v42 rolling out']);
    expect(await bench.record('a')).toMatchObject({ status: 'posted', ts: bench.slack.shown[0]?.ts });
  });

  it('is posted again when it is not found', async () => {
    bench.slack.fail({ method: 'post' }, noAnswer);
    await bench.change({ card: 'a', label: 'v42' });

    await bench.time.pass(10_000);

    expect(methods()).toEqual(['post', 'find', 'post']);
    expect(bench.read('#team-payments')).toEqual(['v42']);
  });

  it('is not looked for at once, because the request may still be on its way', async () => {
    bench.slack.fail({ method: 'post' }, noAnswer);
    await bench.change({ card: 'a', label: 'v42' });

    await bench.time.pass(1_900);

    expect(methods()).toEqual(['post']);
  });

  it('is not looked for when Slack was never reached', async () => {
    bench.slack.fail({ method: 'post' }, down, 3);
    await bench.change({ card: 'a', label: 'v42' });

    await bench.time.pass(60_000);

    expect(methods()).toEqual(['post', 'post', 'post', 'post']);
    expect(bench.read('#team-payments')).toEqual(['v42']);
  });

  it('is looked for until the search itself succeeds', async () => {
    bench.slack.fail({ method: 'post' }, lost);
    bench.slack.fail({ method: 'find' }, down, 2);
    await bench.change({ card: 'a', label: 'v42' });

    await bench.time.pass(60_000);

    expect(methods()).toEqual(['post', 'find', 'find', 'find', 'update']);
    expect(bench.read('#team-payments')).toEqual(['v42']);
  });

  it('is looked for after the bot was shut out and let in again', async () => {
    bench.slack.fail({ method: 'post' }, lost);
    bench.slack.fail({ method: 'find' }, refusal('token_revoked'));
    await bench.change({ card: 'a', label: 'v42' });

    await bench.time.pass(120_000);

    expect(methods()).toEqual(['post', 'find', 'find', 'update']);
    expect(bench.read('#team-payments')).toEqual(['v42']);
  });

  it('is looked for after the search was limited', async () => {
    bench.slack.fail({ method: 'post' }, lost);
    bench.slack.fail({ method: 'find' }, limited(5_000));
    await bench.change({ card: 'a', label: 'v42' });

    await bench.time.pass(60_000);

    expect(methods()).toEqual(['post', 'find', 'find', 'update']);
  });

  it.each(['missing_scope', 'not_in_channel', 'enterprise_is_restricted', 'an_error_of_tomorrow'])(
    'is rather posted twice than lost when the bot may not read the channel: %s',
    async (code) => {
      bench.slack.fail({ method: 'post' }, noAnswer);
      bench.slack.fail({ method: 'find' }, refusal(code));
      await bench.change({ card: 'a', label: 'v42' });

      await bench.time.pass(10_000);

      expect(bench.read('#team-payments')).toEqual(['v42']);
    },
  );

  it('is said seldom where the bot may not look, while Slack takes it and does not answer', async () => {
    bench.slack.fail({ method: 'post' }, lost, 99);
    bench.slack.fail({ method: 'find' }, refusal('not_in_channel'), 99);
    const start = bench.time.clock.now();
    await bench.change({ card: 'a', label: 'v42' });

    await bench.time.pass(10 * 60_000);

    const offsets = bench.slack.called('post').map(({ at }) => at - start);
    const gaps = offsets.slice(1).map((offset, index) => offset - (offsets[index] ?? 0));
    expect(offsets.length).toBeGreaterThan(3);
    expect(offsets.length).toBeLessThanOrEqual(6);
    expect(gaps[0]).toBeLessThan(5_000);
    expect(gaps).toEqual(gaps.toSorted((left, right) => left - right));
  });

  it('is settled for a reply in its thread', async () => {
    await bench.change({ card: 'a', label: 'v43' });
    await rest();
    bench.slack.fail({ method: 'post', key: 'a:notice' }, lost);
    await bench.change({ card: 'a', label: 'v43', slot: 'notice' });

    await bench.time.pass(10_000);

    expect(bench.read('#team-payments')).toEqual(['v43', '> notice: v43']);
  });

  it.each([
    ['had gone through', true],
    ['had not gone through', false],
  ])('is settled after a crash in the middle when it %s', async (_name, wasPosted) => {
    await bench.delivery.stop();
    await bench.change({ card: 'a', label: 'v42' });
    await bench.store.saveMessage({
      subject: cardSubject('a'),
      changes: 1,
      priorityAt: 1,
      slot: 'card',
      channel: '#team-payments',
      status: 'posting',
      priority: 1,
      dirtySince: bench.time.clock.now(),
    });
    const message = { text: 'v42', blocks: [] };
    if (wasPosted) await bench.slack.chat.post({ channel: '#team-payments', key: 'a:card', message });
    bench.slack.calls.length = 0;

    await bench.restart();
    await bench.time.pass(1_000);

    expect(methods()).toEqual(wasPosted ? ['find', 'update'] : ['find', 'post']);
    expect(bench.read('#team-payments')).toEqual(['v42']);
  });

  it('backs off longer each time while Slack is down, and loses nothing', async () => {
    bench.slack.fail({ method: 'post' }, down, 6);
    const start = bench.time.clock.now();
    await bench.change({ card: 'a', label: 'v42' });

    await bench.time.pass(600_000);

    const offsets = bench.slack.called('post').map(({ at }) => at - start);
    const gaps = offsets.slice(1).map((offset, index) => offset - (offsets[index] ?? 0));
    expect(gaps).toEqual([...gaps].sort((left, right) => left - right));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60_000);
    expect(bench.read('#team-payments')).toEqual(['v42']);
    expect(bench.time.pending()).toBe(0);
  });
});
