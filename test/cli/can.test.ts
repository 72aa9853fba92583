import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../sandbox/slack/index.ts';
import { actionNames } from '../../src/config/schema/permissions.ts';
import { actions } from '../../src/domain/permission/action.ts';
import { type } from './terminal.ts';

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await startSlackStandIn({ limits: 'off' });
});

afterEach(async () => {
  await slack.close();
});

const configuration = (permissions = '{}') => `
slack: {botToken: ${slack.botToken}, signingSecret: s3cr3t, apiUrl: "${slack.apiUrl}", fallbackChannel: "#releases"}
clusters: [{name: prod-eu, environment: prod}]
teams:
  - {name: payments, channel: "#team-payments", members: [ada@acme.example], slackGroup: S0PAYMENTS}
  - {name: search, channel: "#team-search", members: [mei@acme.example]}
  - {name: sre, channel: "#team-platform", slackGroup: S0SRE}
services: [{name: payments-api, team: payments}]
permissions: ${permissions}
`;

const can = (words: string, permissions?: string) =>
  type(`can ${words}`, { text: configuration(permissions) });

describe('shipmate can', () => {
  it('says yes, and by which rule', async () => {
    const { code, stdout, stderr } = await can('ada rollback payments-api prod');

    expect(stderr).toBe('');
    expect(stdout).toMatchInlineSnapshot(
      `"Yes. Ada (ada@acme.example) may roll back payments-api in prod: rule "owners" lets the owning team, payments."`,
    );
    expect(code).toBe(0);
  });

  it('says no, and what it would take', async () => {
    const rules =
      '{rules: [{name: owners, allow: [rollback], to: [owner]}, {name: night, allow: [rollback, approve], to: ["group:S0SRE", "person:grace@acme.example"], environments: [prod]}]}';

    const { code, stdout } = await can('mei@acme.example rollback payments-api prod', rules);

    expect(stdout).toMatchInlineSnapshot(`
      "No. Mei (mei@acme.example) may not roll back payments-api in prod.
      It takes one of these rules:
        owners: the owning team, payments
        night: the Slack user group S0SRE, grace@acme.example
      Mei is in team search."
    `);
    expect(code).toBe(1);
  });

  it('says that nobody may what no rule allows', async () => {
    const { code, stdout } = await can(
      'ada approve payments-api prod',
      '{rules: [{name: owners, allow: [rollback], to: [owner]}]}',
    );

    expect(stdout).toContain('No rule allows it to anybody');
    expect(code).toBe(1);
  });

  it('knows who is in a usergroup, and what permissions.rollback.teams is short for', async () => {
    const { code, stdout } = await can('grace unlock ledger prod', '{rollback: {teams: [sre]}}');

    expect(stdout).toContain('Yes. Grace');
    expect(stdout).toContain('rule "permissions.rollback.teams" lets team sre');
    expect(stdout).toContain('give it with --owner TEAM');
    expect(code).toBe(0);
  });

  it('takes the owner that only a label names', async () => {
    const { stdout } = await can('ada rollback ledger prod --owner payments --json');

    expect(JSON.parse(stdout)).toMatchObject({
      person: { userId: 'U0ADA', email: 'ada@acme.example' },
      action: 'rollback',
      owner: 'payments',
      isAllowed: true,
      rule: 'owners',
    });
  });

  it.each([
    ['', 'needs four words'],
    ['ada rollback payments-api', 'needs four words'],
    ['ada rollback payments-api prod now', '"now" is too much'],
    ['ada rolback payments-api prod', 'did you mean "rollback"?'],
  ])('refuses "can %s" as wrong usage', async (words, said) => {
    const { code, stderr, stdout } = await can(words);

    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stdout).toBe('');
  });

  it('says when nobody, or more than one, goes by the name', async () => {
    const { code, stderr } = await can('nobody rollback payments-api prod');

    expect(code).toBe(1);
    expect(stderr).toContain('Nobody in the Slack workspace goes by "nobody"');
  });

  it('answers nothing about an environment that no cluster has', async () => {
    const { code, stdout, stderr } = await can('ada rollback payments-api prodd');

    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe('No cluster has an environment "prodd"; did you mean "prod"?');
  });

  it('says when Slack cannot be asked', async () => {
    await slack.close();

    const { code, stderr } = await can('ada rollback payments-api prod');

    expect(code).toBe(1);
    expect(stderr).toContain('users.list');
  });
});

describe('the actions of the configuration', () => {
  it('are those of the domain', () => {
    expect(actionNames).toEqual(actions);
  });
});
