import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { cardSubject } from '../../adapters/store/sample-card.ts';
import { down, limited, lost, noAnswer, refusal } from './fake-chat.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

const slot = 'file/log';

describe('a file in the thread of a card', () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await setUpDelivery({ fallbackChannel: '#platform' });
    await bench.change({ card: 'a', label: 'v43' });
    await bench.time.pass(1_000);
    bench.slack.calls.length = 0;
  });

  afterEach(() => bench.close());

  /** Stores a log and marks it, as the app does. */
  async function attach(text = 'fatal: cannot start\n', card = 'a', key = slot): Promise<void> {
    const at = bench.time.clock.now();
    await bench.store.transaction(async (session) => {
      await session.saveAttachment({
        cardId: card,
        slot: key,
        filename: 'a.log',
        title: 'Whole log',
        text,
        at,
      });
      const subject = cardSubject(card);
      await session.markDirty({
        subject,
        slot: key,
        channel: '#team-payments',
        priority: priorities.evidence,
        at,
      });
    });
    bench.delivery.nudge();
  }

  const methods = () => bench.slack.calls.map(({ method }) => method);

  it('is uploaded into the thread, once', async () => {
    await attach();
    await bench.time.pass(1_000);
    await attach();
    await bench.time.pass(60_000);

    const [card] = bench.slack.shown;
    expect(bench.slack.files).toEqual([
      { channel: card?.channel, threadTs: card?.ts, title: 'Whole log', text: 'fatal: cannot start\n' },
    ]);
    expect(methods()).toEqual(['stage', 'share']);
    expect(await bench.record('a', slot)).toMatchObject({ status: 'posted' });
  });

  it('does not change once it is uploaded', async () => {
    await attach();
    await bench.time.pass(1_000);

    await attach('a later log');
    await bench.time.pass(60_000);

    expect(bench.slack.files.map(({ text }) => text)).toEqual(['fatal: cannot start\n']);
    expect(await bench.store.dirtyMessages(1)).toEqual([]);
  });

  it('waits for its card', async () => {
    await bench.store.saveCard({ ...(await bench.card('a')), id: 'b' }, { following: [], offerIds: [] });
    await attach('log', 'b');
    await bench.time.pass(10_000);
    const early = methods();

    await bench.change({ card: 'b', label: 'v44' });
    await bench.time.pass(1_000);

    expect(early).toEqual([]);
    expect(bench.slack.files.map(({ text }) => text)).toEqual(['log']);
  });

  it('is not sent when it is empty', async () => {
    await attach('');
    await bench.time.pass(60_000);

    expect(methods()).toEqual([]);
    expect(await bench.store.dirtyMessages(1)).toEqual([]);
  });

  it('is looked for, and not uploaded again, when the answer to its sharing is lost', async () => {
    bench.slack.fail({ method: 'share' }, lost);
    await attach();
    await bench.time.pass(60_000);

    expect(methods()).toEqual(['stage', 'share', 'look']);
    expect(bench.slack.files).toHaveLength(1);
    expect(await bench.record('a', slot)).toMatchObject({ status: 'posted' });
  });

  it('is given time to appear before it is looked for', async () => {
    bench.slack.fail({ method: 'share' }, noAnswer);
    await attach();

    await bench.time.pass(9_000);

    expect(methods()).toEqual(['stage', 'share']);
  });

  it('is shared again, as the same file, when it is not there', async () => {
    bench.slack.fail({ method: 'share' }, noAnswer);
    await attach();
    await bench.time.pass(60_000);

    expect(methods()).toEqual(['stage', 'share', 'look', 'share']);
    expect(bench.slack.files).toHaveLength(1);
  });

  it('is settled after a crash between sharing and noting it', async () => {
    bench.slack.fail({ method: 'share' }, lost);
    await attach();
    await bench.time.pass(1_000);

    await bench.restart();
    await bench.time.pass(60_000);

    expect(methods()).toEqual(['stage', 'share', 'look']);
    expect(bench.slack.files).toHaveLength(1);
  });

  it('is staged anew when Slack has forgotten it', async () => {
    bench.slack.fail({ method: 'share' }, refusal('file_not_found'));
    await attach();
    await bench.time.pass(60_000);

    expect(methods()).toEqual(['stage', 'share', 'stage', 'share']);
    expect(bench.slack.files).toHaveLength(1);
  });

  it('is looked for again before it is staged anew, when Slack may have forgotten it because it is shared', async () => {
    bench.slack.fail({ method: 'share' }, lost);
    bench.slack.fail({ method: 'look' }, lost);
    await attach();
    await bench.time.pass(60_000);

    expect(methods()).toEqual(['stage', 'share', 'look', 'share', 'look']);
    expect(bench.slack.files).toHaveLength(1);
  });

  it('is staged anew when it was looked for often enough', async () => {
    bench.slack.fail({ method: 'share' }, noAnswer);
    bench.slack.fail({ method: 'share' }, refusal('file_not_found'), 3);
    await attach();
    await bench.time.pass(120_000);

    const looks = ['look', 'share', 'look', 'share', 'look', 'share'];
    expect(methods()).toEqual(['stage', 'share', ...looks, 'stage', 'share']);
    expect(bench.slack.files).toHaveLength(1);
  });

  it.each([
    ['staging', 'stage', down],
    ['staging', 'stage', noAnswer],
    ['sharing', 'share', limited(5_000)],
  ] as const)('is tried again when %s fails, without looking', async (_what, method, outcome) => {
    bench.slack.fail({ method }, outcome);
    await attach();
    await bench.time.pass(60_000);

    expect(bench.slack.files).toHaveLength(1);
    expect(bench.slack.called('look')).toEqual([]);
  });

  it('goes into the thread of the card that takes the place of one that was deleted', async () => {
    bench.slack.remove('a:card');
    bench.slack.fail({ method: 'share' }, refusal('thread_not_found'));
    await attach();
    await bench.time.pass(60_000);

    const [card] = bench.slack.shown;
    expect(bench.slack.files.map(({ threadTs }) => threadTs)).toEqual([card?.ts]);
  });

  it.each([
    ['file_uploads_disabled', 'stage', 'uploads are switched off in this workspace'],
    ['storage_limit_reached', 'stage', 'storage for files is full'],
    ['missing_scope', 'stage', 'lacks the scope files:write'],
    ['not_in_channel', 'share', 'Type /invite @Shipmate here'],
    ['channel_not_found', 'share', 'only where I am a member'],
    ['a_new_kind_of_error', 'share', 'Slack does not take it (a_new_kind_of_error)'],
  ] as const)('%s: its thread says so instead, and an operator is told once', async (code, method, words) => {
    bench.slack.fail({ method }, refusal(code), 99);

    await attach();
    await bench.time.pass(60_000);
    await attach('another', 'a', 'file/other');
    await bench.time.pass(60_000);

    const [card, reply, ...more] = bench.read('#team-payments');
    expect([card, more]).toEqual(['v43', []]);
    expect(reply).toContain('> Whole log could not be attached: ');
    expect(reply).toContain(words);
    expect(bench.read('#platform')).toEqual([expect.stringMatching(/^I cannot attach files in /)]);
    expect(bench.log.at('error')).toHaveLength(1);
    expect(bench.delivery.metrics().isSuspended).toBe(false);
    expect(await bench.store.dirtyMessages(1)).toEqual([]);
  });
});
