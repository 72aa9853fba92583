import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/index.ts';
import { createSlack } from '../../../src/adapters/slack/index.ts';
import { openStore } from '../../../src/adapters/store/index.ts';
import { createDelivery, type Delivery } from '../../../src/app/deliver.ts';
import type { Store } from '../../../src/ports.ts';
import { createRecordingLog } from '../../adapters/slack/recording-log.ts';
import { cardSubject, sampleCard } from '../../adapters/store/sample-card.ts';
import { cardsAs } from './workbench.ts';

const clock = { now: () => Date.now() };
const payments = 'C0PAYMENTS';

describe('delivery with the real store and adapter, against the Slack stand-in', () => {
  let folder: string;
  let standIn: SlackStandIn;
  let store: Store;
  let delivery: Delivery;

  async function start(): Promise<void> {
    const log = createRecordingLog();
    store = await openStore({ path: join(folder, 'shipmate.db'), clock });
    const { chat } = createSlack({ botToken: standIn.botToken, apiUrl: standIn.apiUrl, log, clock });
    delivery = createDelivery({
      store,
      chat,
      clock,
      log,
      fallbackChannel: '#team-platform',
      timing: { firstRetryMs: 10, unknownOutcomeMs: 10 },
      sources: {
        card: cardsAs(({ version }, slot, style) => ({
          text: `${slot} ${version.label}`,
          // Slack refuses an empty text, as it would plan blocks that it does not know.
          blocks: [
            {
              type: 'section',
              text: {
                type: 'plain_text',
                text: version.label === 'odd' && style === 'plan' ? '' : version.label,
              },
            },
          ],
        })),
      },
    });
    delivery.start();
  }

  async function stop(): Promise<void> {
    await delivery.stop();
    await store.close();
  }

  async function change(label: string, channel = '#team-payments', slot = 'card'): Promise<void> {
    const { owner } = sampleCard('card-1');
    await store.transaction(async (session) => {
      const card = sampleCard('card-1', { version: { label, image: '' }, owner: { ...owner, channel } });
      await session.saveCard(card, { following: [], offerIds: [] });
      await session.markDirty({
        subject: cardSubject('card-1'),
        slot,
        channel,
        priority: 1,
        at: clock.now(),
      });
    });
    delivery.nudge();
    await delivery.whenIdle();
  }

  const texts = (channel: string) => standIn.messages(channel).map(({ text }) => text);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shipmate-delivery-'));
    standIn = await startSlackStandIn();
    await start();
  });

  afterEach(async () => {
    await stop();
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('goes on with the same message after a restart', async () => {
    await change('v42');
    await stop();
    await start();

    await change('v43');
    await change('v43', '#team-payments', 'notice');

    const [card] = standIn.messages(payments);
    expect(texts(payments)).toEqual(['card v43']);
    expect(standIn.thread(payments, card?.ts ?? '').map(({ text }) => text)).toEqual([
      'card v43',
      'notice v43',
    ]);
  });

  it('finds the message whose answer was lost', async () => {
    standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });

    await change('v42');
    await change('v43');

    expect(texts(payments)).toEqual(['card v43']);
  });

  it('settles after a restart a post that was cut off', async () => {
    standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });
    standIn.faults.next({ method: 'users.conversations', status: 503, times: 1_000 });
    await store.saveCard(sampleCard('card-1'), { following: [], offerIds: [] });
    await store.markDirty({
      subject: cardSubject('card-1'),
      slot: 'card',
      channel: '#team-payments',
      priority: 1,
      at: clock.now(),
    });
    delivery.nudge();
    await standIn.waitFor(() => standIn.requests.some(({ method }) => method === 'users.conversations'));
    await stop();
    standIn.faults.clear();

    await start();
    await delivery.whenIdle();

    expect(texts(payments)).toEqual(['card v42']);
  });

  it('sends plain blocks when Slack refuses the others', async () => {
    await change('odd');

    expect(texts(payments)).toEqual(['card odd']);
  });

  it('explains in the fallback channel why a message is there', async () => {
    await change('v42', '#no-such-team');

    expect(texts('C0PLATFORM')).toEqual([expect.stringMatching(/^#no-such-team does not exist.* card v42$/)]);
    expect(standIn.transcript('C0PLATFORM')).toContain('#no-such-team does not exist');
  });
});
