import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { createCardSubject } from '../../../src/app/subjects/card-subject.ts';
import { down, limited, lost } from './fake-chat.ts';
import { renderLabel, setUpDelivery, type Workbench } from './workbench.ts';

describe("a card that Slack's limits have kept back", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await setUpDelivery();
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(1_000);
  });

  afterEach(() => bench.close());

  const limit = (ms: number) => bench.slack.fail({ method: 'update' }, limited(ms));
  const shown = () => bench.read('#team-payments')[0];

  it('says so with the update that goes out at last, and with no other call', async () => {
    limit(40_000);
    await bench.change({ card: 'a', label: '1 of 3' });
    await bench.time.pass(10_000);
    await bench.change({ card: 'a', label: '2 of 3' });

    await bench.time.pass(300_000);

    expect(shown()).toBe('2 of 3 (40 s late)');
    expect(bench.slack.called('update')).toHaveLength(2);
    expect(bench.outcomes('late')).toBe(1);
  });

  it('says nothing of a short wait', async () => {
    limit(15_000);
    await bench.change({ card: 'a', label: '1 of 3' });

    await bench.time.pass(60_000);

    expect(shown()).toBe('1 of 3');
  });

  it('says that it keeps being late when it was late the last time, too', async () => {
    for (const label of ['1 of 3', '2 of 3']) {
      limit(30_000);
      await bench.change({ card: 'a', label });
      await bench.time.pass(40_000);
    }

    expect(shown()).toBe('2 of 3 (30 s late again)');
  });

  it('says nothing any more once an update was in time', async () => {
    limit(30_000);
    await bench.change({ card: 'a', label: '1 of 3' });
    await bench.time.pass(40_000);

    await bench.change({ card: 'a', label: '2 of 3' });
    await bench.time.pass(1_000);
    limit(30_000);
    await bench.change({ card: 'a', label: '3 of 3' });
    await bench.time.pass(40_000);

    expect(bench.slack.called('update').map(({ text }) => text)).toContain('2 of 3');
    expect(shown()).toBe('3 of 3 (30 s late)');
  });

  it('is not sent again because it was late: the line is no part of what is shown', async () => {
    limit(30_000);
    await bench.change({ card: 'a', label: '1 of 3' });
    await bench.time.pass(40_000);
    const calls = bench.slack.calls.length;

    await bench.change({ card: 'a', label: '1 of 3' });
    await bench.time.pass(60_000);

    expect(bench.slack.calls).toHaveLength(calls);
  });

  it('does not blame Slack for what was its own fault, or for what rests by intent', async () => {
    bench.slack.fail({ method: 'update' }, down, 8);
    await bench.change({ card: 'a', label: '1 of 3', priority: priorities.urgent });
    await bench.time.pass(300_000);
    await bench.change({ card: 'a', label: '2 of 3', priority: priorities.trickle });

    await bench.time.pass(60_000);

    expect(bench.slack.called('update').at(-2)?.text).toBe('1 of 3');
    expect(shown()).toBe('2 of 3');
  });
});

describe("a new card that Slack's limits have kept back", () => {
  const card = createCardSubject({
    teams: [],
    renderer: 'plan',
    now: () => 0,
    render({ card: { version }, slot, late }) {
      const words = late?.isNew === true ? `${version.label} came ${late.ms / 1_000} s late` : version.label;
      return renderLabel(words, slot, 'plan');
    },
  });

  it('says so, in the call that posts it, and takes that back with its next update', async () => {
    const bench = await setUpDelivery({ sources: { card } });
    onTestFinished(() => bench.close());
    bench.slack.fail({ method: 'post' }, limited(40_000));
    await bench.change({ card: 'b', label: 'v7' });
    await bench.change({ card: 'b', label: 'v7', slot: 'failing/x', priority: priorities.urgent });
    await bench.time.pass(60_000);
    const late = bench.read('#team-payments');
    const posts = bench.slack.called('post').length;

    await bench.change({ card: 'b', label: 'v7, 1 of 3' });
    await bench.time.pass(10_000);

    expect(late).toEqual(['v7 came 40 s late', '> failing/x: v7']);
    expect(posts).toBe(3);
    expect(bench.read('#team-payments')[0]).toBe('v7, 1 of 3');
  });

  it('was not behind when it had to be looked for: it came late', async () => {
    const bench = await setUpDelivery({ sources: { card } });
    onTestFinished(() => bench.close());
    bench.slack.fail({ method: 'post' }, limited(40_000));
    bench.slack.fail({ method: 'post' }, lost);
    await bench.change({ card: 'b', label: 'v7' });

    await bench.time.pass(60_000);

    expect(bench.slack.calls.map(({ method }) => method)).toEqual(['post', 'post', 'find', 'update']);
    expect(bench.read('#team-payments')).toEqual(['v7 came 42.25 s late']);
  });
});
