import { describe, expect, it } from 'vitest';
import { type Action, actions } from '../../../src/domain/permission/action.ts';
import { decidePermission } from '../../../src/domain/permission/decide-permission.ts';
import { type Grantee, parseGrantee } from '../../../src/domain/permission/grantee.ts';
import type { Rule } from '../../../src/domain/permission/rule.ts';

const teams = [
  { name: 'payments', members: ['Ada@Example.com', 'U-LINUS'], groupMembers: [] },
  { name: 'search', members: ['mei@example.com'], groupMembers: [] },
  { name: 'sre', members: [], groupMembers: ['U-GRACE'] },
];
const groups = [{ id: 'S-ONCALL', members: ['U-HEDY'] }];

const people = {
  owner: { userId: 'U-ADA', email: 'ada@example.com' },
  'owner by Slack id': { userId: 'U-LINUS' },
  'other team': { userId: 'U-MEI', email: 'mei@example.com' },
  'platform team': { userId: 'U-GRACE' },
  'on call': { userId: 'U-HEDY' },
  'named person': { userId: 'U-JOAN', email: 'Joan@example.com' },
  stranger: { userId: 'U-X' },
} as const;
type Role = keyof typeof people;

const to = (...words: readonly string[]): readonly Grantee[] =>
  words.flatMap((word) => parseGrantee(word) ?? []);
const rule = (name: string, allow: readonly Action[], grantees: readonly Grantee[], more = {}): Rule => ({
  name,
  allow,
  to: grantees,
  environments: ['*'],
  services: ['*'],
  ...more,
});

const rules: readonly Rule[] = [
  rule('owners before production', actions, to('owner'), { environments: ['dev', 'staging-*'] }),
  rule('owners in production', ['rollback', 'lock', 'unlock'], to('owner'), { environments: ['prod*'] }),
  rule('platform', ['rollback', 'approve', 'break-glass', 'lock', 'unlock'], to('team:sre')),
  rule('second person', ['approve'], to('owner', 'group:S-ONCALL'), { environments: ['prod*'] }),
  rule('break the glass', ['break-glass'], to('person:joan@example.com'), { services: ['payments-*'] }),
  rule('anybody may stop a release', ['lock'], to('everyone'), { environments: ['prod*'] }),
];

function may(role: Role, action: Action, environment: string, owner: string | undefined = 'payments') {
  const deed = { action, service: 'payments-api', environment };
  return decidePermission({
    deed,
    person: people[role],
    ...(owner === undefined ? {} : { owner }),
    rules,
    teams,
    groups,
  });
}

/** Who may do what where; everybody else may not. Environment → action → roles. */
const owners: readonly Role[] = ['owner', 'owner by Slack id'];
const everyone = Object.keys(people) as Role[];
const matrix: Readonly<Record<string, Readonly<Record<Action, readonly Role[]>>>> = {
  dev: {
    rollback: [...owners, 'platform team'],
    approve: [...owners, 'platform team'],
    'break-glass': [...owners, 'platform team', 'named person'],
    lock: [...owners, 'platform team'],
    unlock: [...owners, 'platform team'],
  },
  'staging-eu': {
    rollback: [...owners, 'platform team'],
    approve: [...owners, 'platform team'],
    'break-glass': [...owners, 'platform team', 'named person'],
    lock: [...owners, 'platform team'],
    unlock: [...owners, 'platform team'],
  },
  prod: {
    rollback: [...owners, 'platform team'],
    approve: [...owners, 'platform team', 'on call'],
    'break-glass': ['platform team', 'named person'],
    lock: everyone,
    unlock: [...owners, 'platform team'],
  },
  qa: {
    rollback: ['platform team'],
    approve: ['platform team'],
    'break-glass': ['platform team', 'named person'],
    lock: ['platform team'],
    unlock: ['platform team'],
  },
};

describe('decidePermission', () => {
  const cases = Object.entries(matrix).flatMap(([environment, byAction]) =>
    actions.flatMap((action) =>
      everyone.map((role) => ({ environment, action, role, isAllowed: byAction[action].includes(role) })),
    ),
  );

  it.each(cases)(
    '$action by $role in $environment: $isAllowed',
    ({ environment, action, role, isAllowed }) => {
      expect(may(role, action, environment).isAllowed).toBe(isAllowed);
    },
  );

  it('names the rule that decided, and as whom', () => {
    expect(may('owner', 'rollback', 'prod')).toEqual({
      isAllowed: true,
      rule: 'owners in production',
      as: { kind: 'owner' },
    });
    expect(may('on call', 'approve', 'prod')).toEqual({
      isAllowed: true,
      rule: 'second person',
      as: { kind: 'group', id: 'S-ONCALL' },
    });
    expect(may('named person', 'break-glass', 'prod')).toMatchObject({ rule: 'break the glass' });
  });

  it('refuses with everyone who could, each once, the owner by name', () => {
    expect(may('other team', 'approve', 'prod')).toEqual({
      isAllowed: false,
      allowed: to('team:sre', 'team:payments', 'group:S-ONCALL'),
      ownTeams: ['search'],
    });
  });

  it('lets nobody be the owner of what nobody owns', () => {
    const refused = decidePermission({
      deed: { action: 'rollback', service: 'payments-api', environment: 'dev' },
      person: people.owner,
      rules,
      teams,
      groups,
    });

    expect(refused).toEqual({ isAllowed: false, allowed: to('team:sre'), ownTeams: ['payments'] });
  });

  it('refuses what no rule speaks of', () => {
    const nobody = decidePermission({
      deed: { action: 'rollback', service: 'ledger', environment: 'prod' },
      person: people.owner,
      owner: 'payments',
      rules: [],
      teams,
      groups,
    });

    expect(nobody).toEqual({ isAllowed: false, allowed: [], ownTeams: ['payments'] });
  });

  it('does not take a person without an e-mail for one whose e-mail is unknown', () => {
    const rulesForEmpty = [rule('odd', ['rollback'], [{ kind: 'person', who: 'undefined' }])];

    const decided = decidePermission({
      deed: { action: 'rollback', service: 'x', environment: 'prod' },
      person: people.stranger,
      rules: rulesForEmpty,
      teams,
      groups,
    });

    expect(decided.isAllowed).toBe(false);
  });
});

describe('parseGrantee', () => {
  it.each([
    ['owner', { kind: 'owner' }],
    ['everyone', { kind: 'everyone' }],
    ['team:sre', { kind: 'team', name: 'sre' }],
    ['group:S0123ABCD', { kind: 'group', id: 'S0123ABCD' }],
    ['person:ada@acme.example', { kind: 'person', who: 'ada@acme.example' }],
  ])('reads %s', (text, grantee) => {
    expect(parseGrantee(text)).toEqual(grantee);
  });

  it.each(['', 'owners', 'team:', 'team:a b', 'teams:sre', 'person'])('does not read "%s"', (text) => {
    expect(parseGrantee(text)).toBeUndefined();
  });
});
