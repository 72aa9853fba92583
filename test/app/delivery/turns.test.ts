import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import type { MessageRecord } from '../../../src/ports.ts';
import { cardSubject, sampleCard } from '../../adapters/store/sample-card.ts';
import { limited } from './fake-chat.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

/** More than are looked at in one go. */
const many = 2_100;

/** Whatever waits for one channel or one method, however urgent and however much. */
describe('a queue of which one look sees a part', () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await setUpDelivery();
    onTestFinished(() => bench.close());
  });

  /** Verdicts that came before everything else. */
  async function fill(channel: string, of: (index: number) => Partial<MessageRecord>): Promise<void> {
    await bench.store.transaction(async (session) => {
      for (let index = 0; index < many; index += 1) {
        const id = `waiting-${index}`;
        await session.saveCard(sampleCard(id), { following: [], offerIds: [] });
        await session.saveMessage({
          subject: cardSubject(id),
          slot: 'card',
          channel,
          status: 'unposted',
          priority: priorities.urgent,
          changes: 1,
          priorityAt: 1,
          dirtySince: 1,
          ...of(index),
        });
      }
    });
  }

  it('shows what happens in other channels while one is limited', async () => {
    bench.slack.fail({ channel: '#limited' }, limited(60 * 60_000), 9);
    await fill('#limited', () => ({}));

    await bench.change({ card: 'a', label: 'FAILED', priority: priorities.urgent });
    await bench.change({ card: 'b', label: 'a step', channel: '#other', priority: priorities.progress });
    await bench.time.pass(2_000);

    expect(['#team-payments', '#other'].flatMap(bench.read)).toEqual(['FAILED', 'a step']);
    expect(bench.read('#limited')).toEqual([]);
  });

  it('posts in a channel where nothing may be edited for a while', async () => {
    bench.slack.fail({ method: 'update', channel: 'C-limited' }, limited(60 * 60_000), 99);
    await fill('C-limited', (index) => ({ status: 'posted', ts: `1.${index}`, shownHash: 'old' }));

    await bench.change({ card: 'a', label: 'FAILED', channel: 'C-limited', priority: priorities.urgent });
    await bench.time.pass(2_000);

    expect(bench.read('C-limited')).toEqual(['FAILED']);
  });
});
