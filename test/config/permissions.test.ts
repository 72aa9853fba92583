import { describe, expect, it } from 'vitest';
import { loadText, minimal, refusalOf } from './load-text.ts';

const withRules = (rules: string) =>
  minimal(`teams: [{name: payments, channel: "#pay"}]\npermissions: {rules: ${rules}}`);

describe('permissions', () => {
  it('let the owners when nothing is said', () => {
    const { permissions } = loadText({ text: minimal() }).config;

    expect(permissions.rules).toEqual([
      {
        name: 'owners',
        allow: ['rollback', 'approve', 'break-glass', 'lock', 'unlock'],
        to: ['owner'],
        environments: ['*'],
        services: ['*'],
      },
    ]);
  });

  it('are what the file says instead', () => {
    const rules = '[{name: a, allow: [lock], to: [everyone, "team:payments"], environments: [prod-*]}]';

    const { permissions } = loadText({ text: withRules(rules) }).config;

    expect(permissions.rules).toEqual([
      {
        name: 'a',
        allow: ['lock'],
        to: ['everyone', 'team:payments'],
        environments: ['prod-*'],
        services: ['*'],
      },
    ]);
  });

  it.each([
    ['[{name: a, allow: [], to: [owner]}]', 'permissions.rules[0].allow: expected at least one action'],
    ['[{name: a, allow: [fly], to: [owner]}]', 'permissions.rules[0].allow[0]: expected "rollback" or'],
    ['[{name: a, allow: [lock], to: [boss]}]', 'expected "owner", "everyone", "team:NAME"'],
    [
      '[{name: a, allow: [lock], to: ["team:paymnts"]}]',
      'no team is called "paymnts"; did you mean "payments"',
    ],
    [
      '[{name: a, allow: [lock], to: [owner]}, {name: a, allow: [lock], to: [owner]}]',
      'the permission rule "a" is already on line',
    ],
    ['[{name: a, allow: [lock], to: [owner], when: night}]', 'permissions.rules[0].when: is not a known key'],
  ])('refuse %s', (rules, said) => {
    expect(refusalOf({ text: withRules(rules) })).toContain(said);
  });
});
