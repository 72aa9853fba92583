import { describe, expect, it } from 'vitest';
import { createOpenHome } from '../../../src/app/home/open-home.ts';
import { TransientError } from '../../../src/errors.ts';
import type { People } from '../../../src/ports.ts';
import { openDesk } from '../open-desk.ts';

const teams = [
  { name: 'payments', members: ['ada@acme.example'] },
  { name: 'sre', members: [], slackGroup: 'S0SRE' },
  { name: 'search', members: ['U0MEI'] },
];
const people: People = {
  person: async (userId) => ({ userId, name: 'Ada', email: 'Ada@Acme.example', timeZone: 'Europe/Berlin' }),
  groupMembers: async () => ['U0ADA'],
};
const away: People = {
  person: () => Promise.reject(new TransientError('slack-away', 'no answer')),
  groupMembers: () => Promise.reject(new TransientError('slack-away', 'no answer')),
};

describe('opening a Home tab', () => {
  it('remembers whose teams it shows and marks it to be shown, in one with its end', async () => {
    const { desk, store, at } = await openDesk();
    at(7);

    await createOpenHome(
      desk,
      people,
      teams,
    )('U0ADA', async (session) => {
      expect(await session.homes.home('U0ADA')).toBeDefined();
    });

    const known = { userId: 'U0ADA', teams: ['payments', 'sre'], timeZone: 'Europe/Berlin', openedAt: 7 };
    expect(await store.homes.home('U0ADA')).toEqual(known);
    expect(await store.message({ kind: 'home', id: 'U0ADA' }, 'tab')).toMatchObject({
      dirtySince: 7,
      channel: 'U0ADA',
    });
  });

  it('leaves nothing when its end cannot be written', async () => {
    const { desk, store } = await openDesk();

    const opening = createOpenHome(
      desk,
      people,
      teams,
    )('U0ADA', () => Promise.reject(new Error('settled before')));

    await expect(opening).rejects.toThrow('settled before');
    expect(await store.homes.home('U0ADA')).toBeUndefined();
  });

  it('shows what was known of the person when Slack does not say who they are', async () => {
    const { desk, store, at } = await openDesk();
    await createOpenHome(desk, people, teams)('U0ADA');
    at(9);

    await createOpenHome(desk, away, teams)('U0ADA');
    await createOpenHome(desk, away, teams)('U0NEW');

    expect(await store.homes.home('U0ADA')).toMatchObject({
      teams: ['payments', 'sre'],
      timeZone: 'Europe/Berlin',
      openedAt: 9,
    });
    expect(await store.homes.home('U0NEW')).toEqual({ userId: 'U0NEW', teams: [], openedAt: 9 });
  });
});
