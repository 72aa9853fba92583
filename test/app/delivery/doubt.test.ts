import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { lost, noAnswer } from './fake-chat.ts';
import { rest } from './fake-time.ts';
import { renderLabel, setUpDelivery, type Workbench } from './workbench.ts';

/** A reply that has nothing to say for a while, as one of a person who wants to hear nothing and then does again. */
describe('a post in doubt of which nothing is to be shown any more', () => {
  let bench: Workbench;
  let isSilent = false;

  beforeEach(async () => {
    isSilent = false;
    bench = await setUpDelivery({
      render: (card, slot, style) =>
        slot !== 'card' && isSilent ? undefined : renderLabel(card.version.label, slot, style),
    });
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(5_000);
  });

  afterEach(() => bench.close());

  const say = (label: string) => bench.change({ card: 'a', label, slot: 'notice' });

  async function fallSilentWhile(answer: typeof lost): Promise<void> {
    bench.slack.fail({ method: 'post' }, answer);
    await say('v42');
    await rest();
    isSilent = true;
    await say('v42');
    await bench.time.pass(60_000);
  }

  it('is looked for, so that it is edited, and not posted a second time, when there is something to say again', async () => {
    await fallSilentWhile(lost);
    isSilent = false;
    await say('v43');
    await bench.time.pass(10_000);

    expect(bench.read('#team-payments')).toEqual(['v42', '> notice: v43']);
  });

  it('is posted then when it had not arrived', async () => {
    await fallSilentWhile(noAnswer);
    expect(await bench.record('a', 'notice')).toMatchObject({ status: 'unposted' });
    isSilent = false;
    await say('v43');
    await bench.time.pass(10_000);

    expect(bench.read('#team-payments')).toEqual(['v42', '> notice: v43']);
  });

  it('is not posted by the look', async () => {
    await fallSilentWhile(noAnswer);

    expect(bench.read('#team-payments')).toEqual(['v42']);
    expect(bench.slack.called('post')).toHaveLength(2);
  });
});

/** Somebody ends their subscription while Slack cannot be reached: neither the card nor the calls under it are for them. */
describe('replies to a message of which nothing is to be shown any more', () => {
  let bench: Workbench;
  let isSilent = false;

  beforeEach(async () => {
    isSilent = false;
    bench = await setUpDelivery({
      render: ({ version: { label } }, slot, style) =>
        isSilent ? undefined : renderLabel(label, slot, style),
    });
    bench.slack.fail({ method: 'post' }, noAnswer);
  });

  afterEach(() => bench.close());

  async function say(label: string): Promise<void> {
    await bench.change({ card: 'a', label });
    await bench.change({ card: 'a', label, slot: 'notice', priority: priorities.urgent });
  }

  async function fallSilent(): Promise<void> {
    isSilent = true;
    await say('v42');
    await bench.time.pass(60_000);
  }

  it('wait for nothing', async () => {
    await fallSilent();

    expect(bench.slack.calls).toEqual([]);
    expect(await bench.store.dirtyMessages(9)).toEqual([]);
  });

  it('wait for nothing where that message was in doubt', async () => {
    await say('v42');
    await rest();
    await fallSilent();

    expect(bench.slack.shown).toEqual([]);
    expect(await bench.store.dirtyMessages(9)).toEqual([]);
  });

  it('are posted when there is something to say again', async () => {
    await say('v42');
    await rest();
    await fallSilent();
    isSilent = false;
    await say('v43');
    await bench.time.pass(10_000);

    expect(bench.read('#team-payments')).toEqual(['v43', '> notice: v43']);
  });
});
