import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubjectSource } from '../../../src/app/delivery/subject-source.ts';
import { priorities } from '../../../src/app/priorities.ts';
import type { SubjectKind } from '../../../src/ports.ts';
import { limited, lost, refusal } from './fake-chat.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

/** What a kind of subject brings: its state is a text, and the simplest look there is. */
function texts(state: Map<string, string>, change: Partial<SubjectSource> = {}): SubjectSource {
  return {
    isMovable: true,
    async load({ subject, slot }) {
      const text = state.get(subject.id);
      if (text === undefined) return undefined;
      return ({ misplaced }) => ({
        kind: 'message',
        message: { text: `${slot} ${text}${misplaced === undefined ? '' : ` (${misplaced})`}`, blocks: [] },
      });
    },
    ...change,
  };
}

/** A Home tab whose view is its text. */
function homes(state: Map<string, string>): SubjectSource {
  return {
    isMovable: false,
    transport: () => 'view',
    load: async ({ subject }) => {
      const text = state.get(subject.id);
      return text === undefined ? undefined : () => ({ kind: 'view', view: { type: 'home', text } });
    },
  };
}

describe('a kind of subject of its own', () => {
  let bench: Workbench;
  const state = new Map<string, string>();

  beforeEach(async () => {
    state.clear();
    bench = await setUpDelivery({
      fallbackChannel: '#platform',
      sources: {
        digest: texts(state),
        person: texts(state, { isMovable: false }),
        home: homes(state),
      },
    });
  });

  afterEach(() => bench.close());

  async function show(kind: SubjectKind, id: string, text: string, channel: string, slot = 'main') {
    state.set(id, text);
    const at = bench.time.clock.now();
    await bench.store.markDirty({ subject: { kind, id }, slot, channel, priority: priorities.urgent, at });
    bench.delivery.nudge();
    await bench.time.pass(1_000);
  }

  const record = (kind: SubjectKind, id: string) => bench.store.message({ kind, id }, 'main');

  describe('a digest', () => {
    it('is a message of its own, posted and then edited', async () => {
      await show('digest', 'd1', '5 problems', '#team-payments');
      await show('digest', 'd1', '6 problems', '#team-payments');

      expect(bench.read('#team-payments')).toEqual(['main 6 problems']);
      expect(bench.slack.calls.map(({ method, key }) => `${method} ${key}`)).toEqual([
        'post digest/d1:main',
        'update digest/d1:main',
      ]);
    });

    it('goes to the fallback channel when its own is gone, and is told why', async () => {
      bench.slack.fail({ channel: '#team-payments' }, refusal('is_archived'));
      await show('digest', 'd1', '5 problems', '#team-payments');

      expect(bench.read('#platform')).toEqual(['main 5 problems (is_archived)']);
    });

    it('is found again when the answer to its post is lost', async () => {
      bench.slack.fail({ method: 'post' }, lost);
      await show('digest', 'd1', '5 problems', '#team-payments');
      await bench.time.pass(60_000);

      expect(bench.read('#team-payments')).toEqual(['main 5 problems']);
    });
  });

  describe('a direct message', () => {
    it('is kept apart from other messages to the same person', async () => {
      await show('person', 'U0ADA', 'v42 is live', 'U0ADA', 'card-1');
      await show('person', 'U0ADA', 'v43 is live', 'U0ADA', 'card-2');

      expect(bench.read('U0ADA')).toEqual(['card-1 v42 is live', 'card-2 v43 is live']);
    });

    it('is never shown in a channel', async () => {
      bench.slack.fail({ method: 'post' }, refusal('channel_not_found'), 9);
      await show('person', 'U0ADA', 'v42 is live', 'U0ADA');

      expect(await record('person', 'U0ADA')).toMatchObject({ status: 'broken' });
      expect(bench.read('#platform')).toEqual([]);
      expect(bench.slack.shown.map(({ key }) => key)).not.toContain('person/U0ADA:main');
    });

    it('does not stop everything else where the bot may not write directly', async () => {
      bench.slack.fail({ channel: 'U0ADA' }, refusal('missing_scope'), 9);
      bench.slack.fail({ channel: 'U0MEI' }, refusal('missing_scope'), 9);
      await show('person', 'U0ADA', 'v42 is live', 'U0ADA');
      await show('person', 'U0MEI', 'v42 is live', 'U0MEI');
      await show('digest', 'd1', '5 problems', '#team-payments');

      expect(bench.read('#team-payments')).toEqual(['main 5 problems']);
      expect(bench.read('#platform')).toEqual([
        expect.stringMatching(/^I cannot send direct messages: .*im:write/),
      ]);
    });
  });

  describe('a Home tab', () => {
    const published = () => bench.slack.homes.get('U0ADA')?.view;

    it('is published, and again when it changes', async () => {
      await show('home', 'U0ADA', 'all is well', 'U0ADA');
      await show('home', 'U0ADA', 'all is well', 'U0ADA');
      await show('home', 'U0ADA', 'something is red', 'U0ADA');

      expect(published()).toEqual({ type: 'home', text: 'something is red' });
      expect(bench.slack.called('publish')).toHaveLength(2);
    });

    it('does not replace what somebody else has published since, without looking at the state again', async () => {
      await show('home', 'U0ADA', 'all is well', 'U0ADA');
      await bench.slack.chat.publishView({
        user: 'U0ADA',
        view: { type: 'home', text: 'of another replica' },
      });
      bench.slack.calls.length = 0;

      await show('home', 'U0ADA', 'something is red', 'U0ADA');
      await bench.time.pass(10_000);

      expect(bench.slack.called('publish')).toHaveLength(2);
      expect(published()).toEqual({ type: 'home', text: 'something is red' });
    });

    it('is published again when the answer is lost, because that shows the same', async () => {
      bench.slack.fail({ method: 'publish' }, lost);
      await show('home', 'U0ADA', 'all is well', 'U0ADA');
      await bench.time.pass(60_000);

      expect(published()).toEqual({ type: 'home', text: 'all is well' });
      expect(await record('home', 'U0ADA')).toMatchObject({ status: 'posted' });
      expect(bench.slack.called('find')).toEqual([]);
    });

    it('waits for all when views are limited, while messages go on', async () => {
      bench.slack.fail({ method: 'publish', channel: 'U0ADA' }, limited(30_000));
      await show('home', 'U0ADA', 'all is well', 'U0ADA');
      await show('home', 'U0MEI', 'all is well', 'U0MEI');
      await show('digest', 'd1', '5 problems', '#team-payments');
      const early = [...bench.slack.homes.keys()];

      await bench.time.pass(60_000);

      expect(early).toEqual([]);
      expect(bench.read('#team-payments')).toEqual(['main 5 problems']);
      expect([...bench.slack.homes.keys()].sort()).toEqual(['U0ADA', 'U0MEI']);
    });

    it('is given up where the app has no Home tab', async () => {
      bench.slack.fail({ method: 'publish' }, refusal('not_enabled'));
      await show('home', 'U0ADA', 'all is well', 'U0ADA');

      expect(await record('home', 'U0ADA')).toMatchObject({ status: 'broken', failure: 'not_enabled' });
    });
  });

  it('waits, and is named in the log once, when this version cannot show it', async () => {
    const older = await setUpDelivery();
    await older.store.markDirty({
      subject: { kind: 'digest', id: 'd1' },
      slot: 'main',
      channel: '#a',
      priority: priorities.urgent,
      at: older.time.clock.now(),
    });
    await older.change({ card: 'a', label: 'v42' });
    await older.change({ card: 'a', label: 'v43' });
    await older.time.pass(5_000);

    expect(older.read('#team-payments')).toEqual(['v43']);
    expect(older.log.at('error').map(({ fields }) => fields)).toEqual([{ kind: 'digest' }]);
    expect(await older.store.dirtyMessages(9)).toHaveLength(1);
    await older.close();
  });
});
