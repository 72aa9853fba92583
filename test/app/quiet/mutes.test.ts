import { describe, expect, it, vi } from 'vitest';
import { createKeepQuiet } from '../../../src/app/quiet/keep-quiet.ts';
import { createMutes } from '../../../src/app/quiet/mutes.ts';
import type { MuteLength } from '../../../src/domain/quiet/mute-request.ts';
import type { SlackPerson } from '../../../src/ports.ts';
import { crashing, openQuiet } from './open-quiet.ts';

const hour: MuteLength = { kind: 'for', ms: 3_600_000 };
const ledger = { kind: 'service', service: 'ledger' } as const;

async function open(
  person: (userId: string) => Promise<SlackPerson> = async (userId) => ({
    userId,
    name: 'Ada',
    timeZone: 'Europe/Amsterdam',
  }),
) {
  const opened = await openQuiet({});
  const settings = {
    people: { person },
    services: ['ledger'],
    environments: ['prod', 'dev'],
    workspaceUrl: () => 'https://acme.slack.com/',
  };
  const mutes = createMutes(opened.desk, settings, opened.renewCards);
  const history = async () =>
    (await opened.store.history('ledger', 10))
      .filter(({ type }) => type.includes('mute'))
      .map(({ type, detail }) => [type, detail['userId']]);
  const audit = async () =>
    (await opened.store.auditRecords({ afterSequence: 0, limit: 100 })).map(({ entry }) => entry);
  return { ...opened, mutes, history, audit };
}

describe('a mute', () => {
  it('that cannot be ended keeps none after it from its end', async () => {
    const { at, desk, store, mutes, renewCards } = await open();
    await mutes.mute({ scope: ledger, length: hour, userId: 'U0ADA' });
    at(1);
    const inDev = { ...ledger, environment: 'dev' };
    await mutes.mute({ scope: inDev, length: hour, userId: 'U0ADA' });
    const cardsMutedBy = vi.spyOn(store.quiet, 'cardsMutedBy').mockRejectedValueOnce(new Error('unreadable'));

    at(7_200_000);
    await createKeepQuiet(desk, renewCards).tick();

    expect(cardsMutedBy).toHaveBeenCalledTimes(2);
    expect(await store.quiet.mute(ledger)).toBeDefined();
    expect(await store.quiet.mute(inDev)).toBeUndefined();
  });

  it('is written down: who, what, until when and why, and who ended it', async () => {
    const { at, mutes, history, audit } = await open();
    at(1_000);
    await mutes.mute({ scope: ledger, length: hour, reason: 'a flaky node', userId: 'U0ADA' });
    await mutes.unmute({ scope: ledger, userId: 'U0MEI' });

    expect(await history()).toEqual([
      ['unmuted', 'U0MEI'],
      ['muted', 'U0ADA'],
    ]);
    expect(await audit()).toMatchObject([
      {
        action: 'muted',
        actor: { kind: 'person', userId: 'U0ADA', name: 'Ada' },
        reason: 'a flaky node',
        after: 'until 1970-01-01T01:00:01.000Z',
      },
      { action: 'unmuted', actor: { kind: 'person', userId: 'U0MEI' } },
    ]);
  });

  it('that ends by itself is written down as such', async () => {
    const { at, mutes, keepQuiet, history, audit } = await open();
    await mutes.mute({ scope: ledger, length: hour, userId: 'U0ADA' });

    at(3_600_000);
    await keepQuiet.tick();
    await keepQuiet.tick();

    expect(await history()).toEqual([
      ['mute-ended', undefined],
      ['muted', 'U0ADA'],
    ]);
    expect((await audit()).at(-1)).toMatchObject({ action: 'mute-ended', actor: { kind: 'shipmate' } });
    expect(await mutes.inForce()).toEqual([]);
  });

  it('said again is until the new end, whether that is later or earlier', async () => {
    const { at, mutes, keepQuiet } = await open();
    await mutes.mute({ scope: ledger, length: { kind: 'for', ms: 60_000 }, userId: 'U0ADA' });
    await mutes.mute({ scope: ledger, length: hour, userId: 'U0MEI' });

    at(60_000);
    await keepQuiet.tick();

    expect(await mutes.inForce()).toMatchObject([{ until: 3_600_000, by: { userId: 'U0MEI' } }]);
  });

  it('says which it replaces, and nothing of one that is over', async () => {
    const { at, mutes, store, audit } = await open(async (userId) => ({ userId, name: userId }));
    await mutes.mute({ scope: ledger, length: hour, reason: 'a flaky node', userId: 'U0LINUS' });
    const said = await mutes.mute({ scope: ledger, length: { kind: 'for', ms: 60_000 }, userId: 'U0MEI' });
    at(60_000);
    const afresh = await mutes.mute({ scope: ledger, length: hour, userId: 'U0ADA' });

    const linus = { userId: 'U0LINUS', name: 'U0LINUS' };
    const replaces = { by: linus, until: 3_600_000, reason: 'a flaky node' };
    expect(said).toMatchObject({ kind: 'muted', mute: { until: 60_000, replaces } });
    const record = { ...replaces, by: { kind: 'person', ...linus }, until: '1970-01-01T01:00:00.000Z' };
    const audited = (await audit()).filter(({ action }) => action === 'muted');
    expect(audited.map((entry) => entry.replaces)).toEqual([undefined, record, undefined]);
    const past = await store.history('ledger', 10);
    expect(past.map(({ detail }) => detail['replaces'])).toEqual([undefined, record, undefined]);
    expect(afresh).toMatchObject({ kind: 'muted', mute: { until: 3_660_000 } });
    expect(JSON.stringify(afresh)).not.toContain('replaces');
  });

  it('until tomorrow is until nine where the person is, else by UTC', async () => {
    const now = Date.parse('2026-11-25T12:00:00Z');
    const ends = async (person?: Parameters<typeof open>[0]) => {
      const { at, mutes } = await open(person);
      at(now);
      await mutes.mute({ scope: ledger, length: { kind: 'tomorrow' }, userId: 'U0ADA' });
      return (await mutes.inForce()).map(({ until }) => new Date(until).toISOString());
    };

    expect(await ends()).toEqual(['2026-11-26T08:00:00.000Z']);
    expect(await ends(async (userId) => ({ userId, name: 'Ada', timeZone: 'Mars/Olympus' }))).toEqual([
      '2026-11-26T09:00:00.000Z',
    ]);
  });

  it('does not wait for Slack to say who somebody is', async () => {
    const { mutes } = await open(() => Promise.reject(new Error('Slack is away')));

    const answer = await mutes.mute({ scope: ledger, length: hour, userId: 'U0ADA' });

    expect(answer).toMatchObject({ kind: 'muted', mute: { by: { userId: 'U0ADA', name: 'U0ADA' } } });
  });

  it('reaches cards that a crash had kept it from', async () => {
    const { store, follow, cards, mutes } = await open();
    await follow.observe(crashing('ledger'), false);
    const by = { userId: 'U0ADA', name: 'Ada' };
    await store.quiet.saveMute({ scope: ledger, by, at: 0, until: 1_000, heardIn: [] });
    expect((await cards())[0]?.mutes).toBeUndefined();

    await mutes.takeUp();

    expect((await cards())[0]?.mutes).toMatchObject([{ scope: ledger }]);
  });

  it('of the service that a card is of ends with it, in whatever environments it was asked for', async () => {
    const { follow, cards, mutes } = await open();
    await follow.observe(crashing('ledger'), false);
    await mutes.mute({ scope: { ...ledger, environment: 'prod' }, length: hour, userId: 'U0ADA' });
    const [card] = await cards();

    await mutes.unmute({ scope: { kind: 'service-of', cardId: card?.id ?? '' }, userId: 'U0ADA' });

    expect(await mutes.inForce()).toEqual([]);
    expect((await cards())[0]?.mutes).toBeUndefined();
  });

  describe('beside that of its card', () => {
    const inProd = { ...ledger, environment: 'prod' } as const;

    /** Its card fails, and is muted by itself, by its service, and by that in its environment. */
    async function mutedThrice() {
      const opened = await open();
      const { follow, cards, mutes } = opened;
      await follow.observe(crashing('ledger'), false);
      const [{ id: cardId = '' } = {}] = await cards();
      const ofCard = { kind: 'card', cardId } as const;
      for (const scope of [ofCard, inProd, ledger])
        await mutes.mute({ scope, length: hour, userId: 'U0ADA' });
      return { ...opened, cardId, said: async () => (await cards())[0]?.mutes?.map(({ scope }) => scope) };
    }

    it('ends with it by the button of the service, which is the only one the card has then', async () => {
      const { mutes, cardId, said } = await mutedThrice();

      await mutes.unmute({ scope: { kind: 'service-of', cardId }, userId: 'U0MEI' });

      expect(await said()).toBeUndefined();
      expect(await mutes.inForce()).toEqual([]);
    });

    it('ends with it by the name of the service, and whoever asked is told all that has ended', async () => {
      const { mutes, cardId, said, audit } = await mutedThrice();
      await mutes.mute({ scope: { ...ledger, environment: 'dev' }, length: hour, userId: 'U0ADA' });

      const answer = await mutes.unmute({ scope: ledger, userId: 'U0MEI' });

      expect(await said()).toBeUndefined();
      const scopes = [{ ...ledger, environment: 'dev' }, inProd, { kind: 'card', cardId }];
      expect(answer).toMatchObject({ kind: 'unmuted', mute: { scope: ledger }, others: [] });
      expect(answer).toMatchObject({ also: scopes.map((scope) => ({ scope })) });
      expect((await audit()).filter(({ action }) => action === 'unmuted')).toHaveLength(4);
    });

    it('stays when only the one in an environment is ended, and is named then', async () => {
      const { mutes, cardId } = await mutedThrice();

      const answer = await mutes.unmute({ scope: inProd, userId: 'U0MEI' });

      const others = [{ scope: { kind: 'card', cardId } }, { scope: ledger }];
      expect(answer).toMatchObject({ kind: 'unmuted', mute: { scope: inProd }, others });
    });

    it('leaves the cards of other services alone', async () => {
      const { follow, cards, mutes } = await mutedThrice();
      await follow.observe(crashing('search'), false);
      const other = (await cards()).find(({ owner }) => owner.service === 'search')?.id ?? expect.fail();
      await mutes.mute({ scope: { kind: 'card', cardId: other }, length: hour, userId: 'U0ADA' });

      await mutes.unmute({ scope: ledger, userId: 'U0MEI' });

      expect(await mutes.inForce()).toMatchObject([{ scope: { cardId: other } }]);
    });
  });

  it('that somebody ended is gone from cards that a crash had kept it on', async () => {
    const { store, follow, cards, replies, mutes } = await open();
    await mutes.mute({ scope: ledger, length: { kind: 'longest' }, userId: 'U0ADA' });
    await follow.observe(crashing('ledger'), false);
    expect((await cards())[0]?.mutes).toBeDefined();
    expect(await replies()).toEqual([]);
    await store.quiet.deleteMute(ledger);

    await mutes.takeUp();

    expect((await cards())[0]?.mutes).toBeUndefined();
    expect(await replies()).toEqual(['ledger']);
  });

  it('of a card that is not known any more is none', async () => {
    const { mutes } = await open();
    const scope = { kind: 'service-of', cardId: 'gone' } as const;

    expect(await mutes.mute({ scope, length: hour, userId: 'U0ADA' })).toEqual({ kind: 'unknown-button' });
    expect(await mutes.unmute({ scope, userId: 'U0ADA' })).toEqual({ kind: 'unknown-button' });
  });
});
