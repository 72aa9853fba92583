import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardSubject, sampleCard } from '../../adapters/store/sample-card.ts';
import { clock, fallback, type OnStandIn, setUpOnStandIn } from './on-stand-in.ts';

const payments = 'C0PAYMENTS';

describe('delivery with the real store and adapter, against the Slack stand-in', () => {
  let scene: OnStandIn;

  beforeEach(async () => {
    scene = await setUpOnStandIn();
  });

  afterEach(() => scene.close());

  async function change(label: string, channel = '#team-payments', slot = 'card'): Promise<void> {
    await scene.change({ label, channel, slot });
    await scene.delivery.whenIdle();
  }

  it('goes on with the same message after a restart', async () => {
    await change('v42');
    await scene.stop();
    await scene.start();

    await change('v43');
    await change('v43', '#team-payments', 'notice');

    const [card] = scene.standIn.messages(payments);
    expect(scene.texts(payments)).toEqual(['card v43']);
    expect(scene.standIn.thread(payments, card?.ts ?? '').map(({ text }) => text)).toEqual([
      'card v43',
      'notice v43',
    ]);
  });

  it('finds the message whose answer was lost', async () => {
    scene.standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });

    await change('v42');
    await change('v43');

    expect(scene.texts(payments)).toEqual(['card v43']);
  });

  it.each(['card', 'notice'])(
    'finds a %s that took the place of another one when its answer was lost',
    async (slot) => {
      await change('v42');
      await change('v42', '#team-payments', 'notice');
      scene.standIn.faults.next({ method: 'chat.update', error: 'edit_window_closed' });
      scene.standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });

      await change('v43', '#team-payments', slot);
      await change('v44', '#team-payments', slot);

      const [card] = scene.standIn.messages(payments);
      const thread = scene.standIn.thread(payments, card?.ts ?? '').map(({ text }) => text);
      expect(scene.texts(payments)).toEqual(slot === 'card' ? ['card v42', 'card v44'] : ['card v42']);
      expect(thread).toEqual(
        slot === 'card' ? ['card v42', 'notice v42'] : ['card v42', 'notice v42', 'notice v44'],
      );
    },
  );

  it('settles after a restart a post that was cut off', async () => {
    const { standIn } = scene;
    standIn.faults.next({ method: 'chat.postMessage', dropAfterAccept: true });
    standIn.faults.next({ method: 'users.conversations', status: 503, times: 1_000 });
    await scene.store.saveCard(sampleCard('card-1'), { following: [], offerIds: [] });
    await scene.store.markDirty({
      subject: cardSubject('card-1'),
      slot: 'card',
      channel: '#team-payments',
      priority: 1,
      at: clock.now(),
    });
    scene.delivery.nudge();
    await standIn.waitFor(() => standIn.requests.some(({ method }) => method === 'users.conversations'));
    await scene.stop();
    standIn.faults.clear();

    await scene.start();
    await scene.delivery.whenIdle();

    expect(scene.texts(payments)).toEqual(['card v42']);
  });

  it('sends plain blocks when Slack refuses the others', async () => {
    await change('odd');

    expect(scene.texts(payments)).toEqual(['card odd']);
  });

  it('explains in the fallback channel why a message is there', async () => {
    await change('v42', '#no-such-team');

    expect(scene.texts(fallback)).toEqual([
      expect.stringMatching(/^#no-such-team does not exist.* card v42$/),
    ]);
    expect(scene.standIn.transcript(fallback)).toContain('#no-such-team does not exist');
  });
});
