import { describe, expect, it } from 'vitest';
import { createAuthorise } from '../../src/app/authorise.ts';
import type { Action } from '../../src/domain/permission/action.ts';
import type { Rule } from '../../src/domain/permission/rule.ts';
import type { People } from '../../src/ports.ts';

const teams = [
  { name: 'payments', members: ['ada@example.com'] },
  { name: 'sre', members: [], slackGroup: 'S-SRE' },
  { name: 'search', members: [], slackGroup: 'S-SEARCH' },
];

const everywhere = { environments: ['*'], services: ['*'] };
const rules: readonly Rule[] = [
  { name: 'owners', allow: ['rollback'], to: [{ kind: 'owner' }], ...everywhere },
  { name: 'sre', allow: ['rollback'], to: [{ kind: 'team', name: 'sre' }], ...everywhere },
  { name: 'on call', allow: ['approve'], to: [{ kind: 'group', id: 'S-ONCALL' }], ...everywhere },
];

function authorise(groups: Readonly<Record<string, readonly string[]>>) {
  const people: People = {
    person: async (userId) => ({ userId, name: userId, email: `${userId.toLowerCase()}@example.com` }),
    groupMembers: async (group) => {
      const members = groups[group];
      if (members === undefined) throw new Error(`no_such_group ${group}`);
      return members;
    },
  };
  const ask = createAuthorise(people, { teams, rules });
  return (request: { userId: string; owner: string; action?: Action }) =>
    ask({ action: 'rollback', service: 'payments-api', environment: 'prod', ...request });
}

describe('createAuthorise', () => {
  it('joins e-mail and usergroups to the rule', async () => {
    const ask = authorise({ 'S-SRE': ['GRACE'], 'S-SEARCH': ['MEI'] });

    const ada = await ask({ userId: 'ADA', owner: 'payments' });
    const grace = await ask({ userId: 'GRACE', owner: 'payments' });
    const mei = await ask({ userId: 'MEI', owner: 'payments' });

    expect(ada.permission).toMatchObject({ isAllowed: true });
    expect(grace.permission).toMatchObject({ isAllowed: true });
    expect(mei.permission).toMatchObject({ isAllowed: false, ownTeams: ['search'] });
  });

  it('decides nothing by a usergroup that Slack cannot list and that would not decide', async () => {
    const ask = authorise({ 'S-SRE': [] });

    const { permission } = await ask({ userId: 'MEI', owner: 'payments' });

    expect(permission).toMatchObject({ isAllowed: false });
  });

  it('does not decide without a usergroup that could', async () => {
    const ask = authorise({ 'S-SEARCH': [] });

    await expect(ask({ userId: 'GRACE', owner: 'payments' })).rejects.toThrow('S-SRE');
  });

  it('asks Slack for a usergroup that a rule names by itself, when the rule speaks of the deed', async () => {
    const ask = authorise({ 'S-SRE': [], 'S-SEARCH': [], 'S-ONCALL': ['LINUS'] });
    const withoutOnCall = authorise({ 'S-SRE': ['GRACE'], 'S-SEARCH': [] });

    const approval = await ask({ userId: 'LINUS', owner: 'payments', action: 'approve' });
    const rollback = await withoutOnCall({ userId: 'GRACE', owner: 'payments' });

    expect(approval.permission).toMatchObject({ isAllowed: true, rule: 'on call' });
    expect(rollback.permission).toMatchObject({ isAllowed: true, rule: 'sre' });
  });
});
