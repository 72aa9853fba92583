import { afterEach, describe, expect, it } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { type OnStandIn, setUpOnStandIn } from './on-stand-in.ts';

const payments = 'C0PAYMENTS';
const search = 'C0SEARCH';

describe("Slack's limits, as the stand-in enforces them", () => {
  let scene: OnStandIn;

  afterEach(() => scene.close());

  const limited = () => scene.standIn.requests.filter(({ status }) => status === 429);
  const calls = (method: string) => scene.standIn.requests.filter((request) => request.method === method);

  it('in one channel delay no other channel, no edit and no file', async () => {
    scene = await setUpOnStandIn();
    await scene.change({ card: 'card-1', label: 'v1' });
    await scene.delivery.whenIdle();
    scene.standIn.faults.next({ method: 'chat.postMessage', channel: payments, retryAfter: 600 });
    await scene.change({ card: 'card-2', label: 'v2' });
    await scene.standIn.waitFor(() => limited().length === 1);

    await scene.change({ card: 'card-3', label: 'v3', channel: '#team-search' });
    await scene.change({ card: 'card-1', label: 'v1 is live', priority: priorities.urgent });
    await scene.attach('a log');

    await scene.standIn.waitFor(() => calls('files.completeUploadExternal').length === 1);
    await scene.standIn.waitFor(() => scene.texts(payments).includes('card v1 is live'));
    expect(scene.texts(search)).toEqual(['card v3']);
    expect(scene.texts(payments)).not.toContain('card v2');
  });

  it('on edits delay no post', async () => {
    scene = await setUpOnStandIn();
    for (const card of ['card-1', 'card-2', 'card-3'])
      await scene.change({ card, label: 'v1', channel: card === 'card-2' ? '#team-search' : '#releases' });
    await scene.delivery.whenIdle();
    scene.standIn.faults.next({ method: 'chat.update', retryAfter: 600, times: 3 });
    for (const card of ['card-1', 'card-2', 'card-3'])
      await scene.change({ card, label: 'v2', priority: priorities.urgent });
    await scene.standIn.waitFor(() => limited().length >= 2);

    await scene.change({ card: 'card-9', label: 'v9' });

    await scene.standIn.waitFor(() => scene.texts(payments).includes('card v9'));
    expect(scene.texts(search)).toEqual(['card v1']);
  });

  it('are kept: a hundred changes to one channel and forty edits come to no refusal', async () => {
    scene = await setUpOnStandIn();
    const cards = Array.from({ length: 6 }, (_, index) => `card-${index}`);
    for (const card of cards) await scene.change({ card, label: 'v1' });
    for (let step = 0; step < 15; step += 1)
      for (const card of cards) await scene.change({ card, label: `step ${step}` });

    await scene.delivery.whenIdle();

    expect(limited()).toEqual([]);
    expect(scene.texts(payments)).toEqual(cards.map(() => 'card step 14'));
  });

  it('are waited for exactly as long as Slack says, although the library would wait by itself', async () => {
    scene = await setUpOnStandIn();
    scene.standIn.faults.next({ method: 'chat.postMessage', retryAfter: 1 });

    await scene.change({ label: 'v1' });
    await scene.delivery.whenIdle();

    const [refused, accepted, ...more] = calls('chat.postMessage');
    expect(more).toEqual([]);
    expect((accepted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(refused?.status).toBe(429);
  });
});
