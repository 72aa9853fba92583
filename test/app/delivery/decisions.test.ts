import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lost, refusal } from './fake-chat.ts';
import { rest } from './fake-time.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

let bench: Workbench;

beforeEach(async () => {
  bench = await setUpDelivery({ fallbackChannel: '#platform' });
});

afterEach(() => bench.close());

describe('a message that cannot be edited', () => {
  beforeEach(async () => {
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(1_000);
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'block_mismatch'])(
    '%s: is posted anew and edited from then on',
    async (code) => {
      bench.slack.fail({ method: 'update' }, refusal(code));
      await bench.change({ card: 'a', label: 'v43' });
      await bench.time.pass(5_000);

      await bench.change({ card: 'a', label: 'v44' });
      await bench.time.pass(5_000);

      expect(bench.read('#team-payments')).toEqual(['v42', 'v44']);
      expect(await bench.record('a')).toMatchObject({ status: 'posted', ts: bench.slack.shown[1]?.ts });
    },
  );

  it('does not fill the channel where nothing can be edited, but still tells the verdict', async () => {
    bench.slack.fail({ method: 'update' }, refusal('edit_window_closed'), 99);
    for (let step = 0; step < 10; step += 1) {
      await bench.change({ card: 'a', label: `step ${step}` });
      await bench.time.pass(10_000);
    }

    await bench.change({ card: 'a', label: 'failed', priority: 0 });
    await bench.time.pass(10_000);

    expect(bench.read('#team-payments')).toEqual(['v42', 'step 0', 'step 1', 'step 2', 'failed']);
  });

  it('is not taken for its replacement when the answer to that is lost', async () => {
    bench.slack.fail({ method: 'update' }, refusal('edit_window_closed'));
    bench.slack.fail({ method: 'post' }, lost);
    await bench.change({ card: 'a', label: 'v43' });

    await bench.time.pass(10_000);

    expect(bench.read('#team-payments')).toEqual(['v42', 'v43']);
    expect(await bench.record('a')).toMatchObject({ status: 'posted', ts: bench.slack.shown[1]?.ts });
  });

  it('comes back when somebody deleted it, and later replies go to the new one', async () => {
    bench.slack.remove('a:card');
    await bench.change({ card: 'a', label: 'v43' });
    await bench.time.pass(5_000);

    await bench.change({ card: 'a', label: 'v43', slot: 'notice', priority: 0 });
    await bench.time.pass(5_000);

    expect(bench.read('#team-payments')).toEqual(['v43', '> notice: v43']);
    expect(bench.slack.shown[1]?.threadTs).toBe(bench.slack.shown[0]?.ts);
  });

  it('comes back when a reply finds its card gone', async () => {
    bench.slack.fail({ method: 'post', key: 'a:notice' }, refusal('thread_not_found'));
    await bench.change({ card: 'a', label: 'v43', slot: 'notice', priority: 0 });

    await bench.time.pass(5_000);

    expect(bench.read('#team-payments')).toEqual(['v42', 'v43', '> notice: v43']);
    expect(bench.slack.shown[2]?.threadTs).toBe(bench.slack.shown[1]?.ts);
  });
});

describe('a channel that cannot be posted to', () => {
  const noChannel = { method: 'post', channel: '#team-payments' } as const;

  it.each([
    ['channel_not_found', 'does not exist'],
    ['not_in_channel', 'Type /invite @Shipmate in #team-payments.'],
    ['is_archived', 'is archived'],
    ['restricted_action', 'does not let me post (restricted_action)'],
  ])('%s: the message goes to the fallback channel and says why', async (code, words) => {
    bench.slack.fail(noChannel, refusal(code));

    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(5_000);

    const [text = ''] = bench.read('#platform');
    expect(text).toContain('#team-payments');
    expect(text).toContain('team payments');
    expect(text).toContain(words);
    expect(text.endsWith(' v42')).toBe(true);
    expect(bench.slack.shown[0]?.message.blocks).toHaveLength(2);
  });

  it('goes on being explained with every edit, and replies follow without it', async () => {
    bench.slack.fail(noChannel, refusal('channel_not_found'), 9);
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(5_000);
    await bench.change({ card: 'a', label: 'v43' });
    await bench.change({ card: 'a', label: 'v43', slot: 'notice', priority: 0 });

    await bench.time.pass(5_000);

    const [card, notice] = bench.read('#platform');
    expect(card).toMatch(/^#team-payments does not exist.* v43$/);
    expect(notice).toBe('> notice: v43');
    expect(bench.slack.called('post').filter(({ channel }) => channel === '#team-payments')).toHaveLength(1);
  });

  it('is told to the operator once', async () => {
    bench.slack.fail(noChannel, refusal('channel_not_found'), 3);

    for (const card of ['a', 'b', 'c']) await bench.change({ card, label: card });
    await bench.time.pass(10_000);

    expect(bench.read('#platform')).toHaveLength(3);
    expect(bench.log.at('error')).toHaveLength(1);
    expect(bench.log.at('error')[0]?.fields).toMatchObject({
      channel: '#team-payments',
      code: 'channel_not_found',
    });
  });

  it('moves card and reply when the channel is archived later', async () => {
    await bench.change({ card: 'a', label: 'v42' });
    await bench.change({ card: 'a', label: 'v42', slot: 'notice' });
    await bench.time.pass(5_000);
    bench.slack.fail({ channel: 'C-team-payments' }, refusal('is_archived'), 99);

    await bench.change({ card: 'a', label: 'v43', slot: 'notice' });
    await bench.change({ card: 'a', label: 'v43' });
    await bench.time.pass(10_000);

    expect(bench.read('#platform')).toEqual([expect.stringMatching(/is archived.* v43$/), '> notice: v43']);
    expect(await bench.store.dirtyMessages(1)).toEqual([]);
  });

  it('is given up when the fallback channel fails too, and tried again with the next change', async () => {
    bench.slack.fail(noChannel, refusal('channel_not_found'));
    bench.slack.fail({ method: 'post', channel: '#platform' }, refusal('channel_not_found'));
    await bench.change({ card: 'a', label: 'v42' });
    await bench.change({ card: 'a', label: 'v42', slot: 'notice' });
    await bench.time.pass(10_000);
    const records = [await bench.record('a'), await bench.record('a', 'notice')];

    await bench.change({ card: 'a', label: 'v43' });
    await bench.time.pass(5_000);

    expect(records.map((record) => record?.status)).toEqual(['broken', 'broken']);
    expect(bench.read('#team-payments')).toEqual(['v43']);
  });

  it('is given up when there is no fallback channel', async () => {
    await bench.close();
    bench = await setUpDelivery();
    bench.slack.fail(noChannel, refusal('channel_not_found'));

    await bench.change({ card: 'a', label: 'v42' });
    await bench.delivery.whenIdle();

    expect(await bench.record('a')).toMatchObject({ status: 'broken', failure: 'channel_not_found' });
    expect(bench.outcomes('broken')).toBe(1);
  });
});

describe('a bot that Slack does not accept', () => {
  it.each(['invalid_auth', 'token_revoked', 'account_inactive'])(
    '%s: tries again each minute, says so once, and loses nothing',
    async (code) => {
      bench.slack.fail({ method: 'post' }, refusal(code), 2);
      for (const card of ['a', 'b', 'c']) await bench.change({ card, label: card, channel: `#${card}` });
      await rest();
      bench.slack.fail({ method: 'post' }, refusal(code), 1);
      const attempts = bench.slack.calls.length;
      await bench.time.pass(59_000);
      const early = bench.slack.calls.length - attempts;

      await bench.time.pass(180_000);

      expect(early).toBe(0);
      expect(['#a', '#b', '#c'].flatMap(bench.read)).toEqual(['a', 'b', 'c']);
      expect(bench.log.at('error')).toHaveLength(1);
      expect(bench.delivery.metrics().isSuspended).toBe(false);
    },
  );
});

describe('a channel that Slack lets nobody into', () => {
  it.each(['access_denied', 'ekm_access_denied', 'missing_scope'])(
    '%s: keeps no other waiting, and is shown in the fallback channel once they went through',
    async (code) => {
      bench.slack.fail({ channel: '#secret' }, refusal(code), 99);
      await bench.change({ card: 'a', label: 'a', channel: '#secret', priority: 0 });
      await rest();

      await bench.change({ card: 'b', label: 'b', channel: '#b', priority: 0 });
      await bench.time.pass(180_000);

      expect(bench.read('#b')).toEqual(['b']);
      expect(bench.read('#platform')).toEqual([expect.stringMatching(/a$/)]);
      expect(bench.delivery.metrics().isSuspended).toBe(false);

      await bench.change({ card: 'c', label: 'c', channel: '#secret', priority: 0 });
      await bench.change({ card: 'd', label: 'd', channel: '#d', priority: 0 });
      await bench.time.pass(1_000);

      expect(bench.read('#d')).toEqual(['d']);
      expect(bench.read('#platform')).toHaveLength(2);
    },
  );

  it('is taken for the whole workspace as long as no other message shows that it is not', async () => {
    bench.slack.fail({ method: 'post' }, refusal('ekm_access_denied'), 5);
    await bench.change({ card: 'a', label: 'a', channel: '#a', priority: 0 });
    await bench.change({ card: 'b', label: 'b', channel: '#b', priority: 0 });

    await bench.time.pass(600_000);

    expect(['#a', '#b', '#platform'].map(bench.read)).toEqual([['a'], ['b'], []]);
  });
});

describe('an error that nobody knows', () => {
  it('leaves this message broken, is logged, and does not stop the others', async () => {
    bench.slack.fail({ key: 'a:card', method: 'post' }, refusal('a_new_kind_of_error'));

    await bench.change({ card: 'a', label: 'a' });
    await bench.change({ card: 'b', label: 'b' });
    await bench.time.pass(5_000);

    expect(await bench.record('a')).toMatchObject({ status: 'broken', failure: 'a_new_kind_of_error' });
    expect(bench.read('#team-payments')).toEqual(['b']);
  });

  it('is said once in the fallback channel, across restarts, whatever it keeps from being shown', async () => {
    bench.slack.fail({ method: 'post', channel: '#team-payments' }, refusal('a_new_kind_of_error'), 9);

    for (const card of ['a', 'b']) {
      await bench.change({ card, label: card });
      await bench.time.pass(5_000);
      await bench.restart();
    }

    const [line, ...more] = bench.read('#platform');
    expect(more).toEqual([]);
    expect(line).toContain('#team-payments could not be shown: Slack refuses it (a_new_kind_of_error)');
    expect(bench.log.at('error').length).toBeGreaterThanOrEqual(2);
  });

  it('is an error in the log once for each channel, and a warning from then on', async () => {
    bench.slack.fail({ method: 'post', channel: '#team-payments' }, refusal('user_disabled'), 9);

    for (const card of ['a', 'b', 'c']) await bench.change({ card, label: card });
    await bench.time.pass(5_000);

    const words = 'A message cannot be sent; the next change of its subject tries again';
    const at = (level: 'error' | 'warn') =>
      bench.log.at(level).filter((line) => JSON.stringify(line).includes(words));
    expect([at('error').length, at('warn').length]).toEqual([1, 2]);
  });

  it('is said nowhere when the fallback channel has it, too', async () => {
    bench.slack.fail({ method: 'post' }, refusal('a_new_kind_of_error'), 9);

    await bench.change({ card: 'a', label: 'a' });
    await bench.time.pass(60_000);

    expect(bench.slack.shown).toEqual([]);
    expect(await bench.store.dirtyMessages(9)).toEqual([]);
    expect(bench.time.pending()).toBe(0);
  });
});
