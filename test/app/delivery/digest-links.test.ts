import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priorities } from '../../../src/app/priorities.ts';
import { createLinkDigests } from '../../../src/app/quiet/link-digests.ts';
import { digestSlot, markDigests } from '../../../src/app/quiet/mark-digests.ts';
import { createDigestSubject } from '../../../src/app/subjects/digest-subject.ts';
import type { Build } from '../../../src/domain/build/build.ts';
import type { Digest } from '../../../src/domain/quiet/digest.ts';
import type { Store } from '../../../src/ports.ts';
import { cardSubject, sampleCard } from '../../adapters/store/sample-card.ts';
import { down, lost, refusal } from './fake-chat.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

const channel = '#team-payments';
const told = { cardId: 'card-1', notice: 'build-failed', at: 1_000 };
const build: Build = {
  id: 'build-1',
  service: 'payments-api',
  startedAt: 1_000,
  steps: [{ id: 'test', title: 'test', status: 'failed' }],
};
const digest: Digest = {
  id: 'storm-1',
  kind: 'storm',
  channel,
  openedAt: 1_000,
  endedAt: 2_000,
  teams: [],
  before: [],
  folded: [told],
};

describe('a digest leads to a card', () => {
  let bench: Workbench;

  let address: string | undefined;
  const workspaceUrl = () => address;

  beforeEach(async () => {
    address = 'https://acme.slack.com/';
    bench = await setUpDelivery({
      fallbackChannel: '#platform',
      sources: { digest: createDigestSubject({ teams: [], workspaceUrl }) },
    });
  });

  afterEach(() => bench.close());

  /** The digest overtakes the card, as what is urgent does. */
  async function tell(): Promise<void> {
    await bench.store.transaction(async (session) => {
      await session.quiet.saveDigest(digest);
      await markDigests(session, [digest], bench.time.clock.now());
    });
    await change('v42');
  }

  async function change(label: string): Promise<void> {
    const notices = [{ key: told.notice, kind: 'build-failed', at: told.at }] as const;
    const card = sampleCard(told.cardId, { notices, build, version: { label, image: '' } });
    await bench.store.transaction(async (session) => {
      await session.saveCard(card, { following: [], offerIds: [] });
      const subject = cardSubject(told.cardId);
      const at = bench.time.clock.now();
      await session.markDirty({ subject, slot: 'card', channel, priority: priorities.newCard, at });
    });
    bench.delivery.nudge();
  }

  const shown = (key: string) => bench.slack.shown.findLast((message) => message.key === key);
  const digestKey = `digest/${digest.id}:${digestSlot}`;
  const links = () =>
    JSON.stringify(shown(digestKey)?.message.blocks).match(/archives\/[\w-]+\/p[\d.]+/g) ?? [];
  const addressOf = (key: string) => {
    const { channel: place = '', ts = '' } = shown(key) ?? {};
    return `archives/${place}/p${ts.replace('.', '')}`;
  };

  it('that is posted after the last word of the storm', async () => {
    bench.slack.fail({ method: 'post', key: 'card-1:card' }, down, 2);

    await tell();
    await bench.time.pass(1_000);
    expect(links()).toEqual([]);
    await bench.time.pass(60_000);

    expect(links()).toEqual([addressOf('card-1:card')]);
  });

  it('whose post was taken although its answer was lost', async () => {
    bench.slack.fail({ method: 'post', key: 'card-1:card' }, lost);

    await tell();
    await bench.time.pass(60_000);

    expect(links()).toEqual([addressOf('card-1:card')]);
  });

  it('where it stands now, when it had to be posted again', async () => {
    await tell();
    await bench.time.pass(60_000);
    const before = links();
    bench.slack.fail({ method: 'update', key: 'card-1:card' }, refusal('message_not_found'));

    await change('v43');
    await bench.time.pass(60_000);

    expect(before).toHaveLength(1);
    expect(links()).toEqual([addressOf('card-1:card')]);
    expect(links()).not.toEqual(before);
  });

  it('and is not edited for a card that merely changes', async () => {
    await tell();
    await bench.time.pass(60_000);
    const before = bench.slack.called('update').filter(({ key }) => key === digestKey).length;

    await change('v43');
    await bench.time.pass(60_000);

    expect(bench.slack.called('update').filter(({ key }) => key === digestKey)).toHaveLength(before);
  });

  it('once Slack has said where that is, although whoever showed it had not been told', async () => {
    address = undefined;
    await tell();
    await bench.time.pass(1_000);
    await bench.restart();
    const linkDigests = createLinkDigests({ store: bench.store, clock: bench.time.clock, workspaceUrl });

    const answers = [await linkDigests()];
    await bench.time.pass(60_000);
    expect(links()).toEqual([]);
    address = 'https://acme.slack.com/';
    answers.push(await linkDigests(), await linkDigests());
    bench.delivery.nudge();
    await bench.time.pass(60_000);

    expect(links()).toEqual([addressOf('card-1:card')]);
    expect(answers).toEqual([false, true, false]);
  });

  it('as soon as the store takes it', async () => {
    await tell();
    await bench.time.pass(1_000);
    let isThere = false;
    const away = async () => {
      throw new Error('away');
    };
    const store: Store = {
      ...bench.store,
      transaction: (work) => (isThere ? bench.store.transaction(work) : away()),
    };
    const linkDigests = createLinkDigests({ store, clock: bench.time.clock, workspaceUrl });

    await expect(linkDigests()).rejects.toThrow('away');
    isThere = true;

    expect(await linkDigests()).toBe(true);
  });
});
