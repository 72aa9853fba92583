import { describe, expect, it } from 'vitest';
import { mayRollBack, type PermissionRequest } from '../../../src/domain/permission/may-roll-back.ts';

const teams = [
  { name: 'payments', members: ['Ada@Example.com', 'U-LINUS'], groupMembers: [] },
  { name: 'search', members: ['mei@example.com'], groupMembers: [] },
  { name: 'sre', members: [], groupMembers: ['U-GRACE'] },
];

function ask(person: PermissionRequest['person'], owner?: string) {
  return mayRollBack({ person, teams, allowedTeams: ['sre'], ...(owner === undefined ? {} : { owner }) });
}

describe('mayRollBack', () => {
  it.each([
    [
      'an owner by e-mail, whatever its case',
      { userId: 'U-ADA', email: 'ada@example.com' },
      'payments owns the service',
    ],
    ['an owner by Slack id', { userId: 'U-LINUS' }, 'payments owns the service'],
    ['an allowed usergroup', { userId: 'U-GRACE' }, 'sre may roll back any service'],
  ])('allows %s', (_, person, because) => {
    const permission = ask(person, 'payments');

    expect(permission).toEqual({ isAllowed: true, because });
  });

  it('refuses another team and says who may', () => {
    const permission = ask({ userId: 'U-MEI', email: 'mei@example.com' }, 'payments');

    expect(permission).toEqual({ isAllowed: false, allowedTeams: ['payments', 'sre'], ownTeams: ['search'] });
  });

  it('refuses a stranger without an e-mail', () => {
    const permission = ask({ userId: 'U-X' }, 'payments');

    expect(permission).toMatchObject({ isAllowed: false, ownTeams: [] });
  });

  it('leaves an unowned service to the allowed teams', () => {
    expect(ask({ userId: 'U-GRACE' }).isAllowed).toBe(true);
    expect(ask({ userId: 'U-LINUS' }).isAllowed).toBe(false);
  });
});
