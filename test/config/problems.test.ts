// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the configuration.
import { describe, expect, it } from 'vitest';
import { errorOf, minimal, refusalOf } from './load-text.ts';

/** The problem lines without the file's name. */
function problems(text: string): string[] {
  return refusalOf({ text })
    .split('\n')
    .slice(1)
    .map((line) => line.replace('shipmate.yaml:', ''));
}

describe('problems of a configuration', () => {
  it('are told as file:line:column key: expected and got', () => {
    const text = minimal('teams:\n  - name: payments\n    channel: team payments\n');

    const { code, message } = errorOf({ text });

    expect(code).toBe('config-invalid');
    expect(message).toBe(
      'The configuration has a problem:\nshipmate.yaml:5:14 teams[0].channel: expected a channel like "#team-payments" or "C0123ABCD", got "team payments"',
    );
  });

  it('are told all at once, in the order of the file', () => {
    const text = `slack:
  botToken: xoxb-1
clusters: []
servces: []
services: [{name: api, team: paymets}]
teams: [{name: payments, channel: "#p"}]
server: {port: 99999}
rollouts: {deadline: 5 minutes}
`;

    expect(problems(text)).toMatchInlineSnapshot(`
      [
        "1:1 slack.signingSecret: is missing; expected the signing secret of the Slack app",
        "3:11 clusters: expected at least one cluster, got an empty list",
        "4:1 servces: is not a known key; did you mean "services"?",
        "5:30 services[0].team: no team is called "paymets"; did you mean "payments"?",
        "7:16 server.port: expected a whole number from 0 to 65535, got 99999",
        "8:22 rollouts.deadline: expected a duration like "90s", "15m" or "2h", from "10s" to "7d", got "5 minutes"",
      ]
    `);
  });

  it.each([
    ['rollouts: {deadline: 0s}', 'rollouts.deadline: expected a duration from "10s" to "7d", got "0s"'],
    [
      'rollback: {suspendFluxFor: 400d}',
      'rollback.suspendFluxFor: expected a duration from "1s" to "7d", or "0s", got "400d"',
    ],
    ['rollback: {approvalWithin: 0s}', 'expected a duration from "1m" to "7d", got "0s"'],
    ['teams: [{name: a, channel: "#a"}, {name: a, channel: "#b"}]', 'the team "a" is already on line 3'],
    [
      'services: [{name: s, team: a}, {name: s, team: a}]\nteams: [{name: a, channel: "#a"}]',
      'the service "s" is already',
    ],
    [
      'permissions: {rollback: {teams: [sre]}}',
      'permissions.rollback.teams[0]: no team is called "sre"; "teams" is empty',
    ],
    ['teams: [{name: a, channel: "#Payments"}]', 'expected a channel like'],
    ['teams: [{name: a, channel: "#a", members: [ada]}]', 'expected an e-mail address or a Slack user id'],
    ['teams: [{name: a, channel: "#a", slackGroup: "@a"}]', 'the id of a Slack user group'],
    [
      'environments: [{name: prods, protected: true}]',
      'environments[0].name: no environment is called "prods"; did you mean "prod"?',
    ],
    ['environments: [{name: prod}, {name: prod}]', 'the environment "prod" is already on line'],
    ['environments: [{name: prod, protected: yes}]', 'expected true or false, got "yes"'],
    ['channels: [{name: "#a"}, {name: "#a"}]', 'the channel "#a" is already on line'],
    [
      'channels: [{name: "#a", quietHours: {timeZone: Europe/Amsterdm, windows: [{days: [mon], from: "22:00", to: "08:00"}]}}]',
      'channels[0].quietHours.timeZone: expected the IANA name of a time zone; did you mean "Europe/Amsterdam"?',
    ],
    [
      'channels: [{name: "#a", quietHours: {timeZone: "+01:00", windows: [{days: [mon], from: "22:00", to: "08:00"}]}}]',
      'expected a time zone like "Europe/Amsterdam"',
    ],
    [
      'channels: [{name: "#a", quietHours: {timeZone: UTC, windows: []}}]',
      'windows: expected at least one window, got an empty list',
    ],
    [
      'channels: [{name: "#a", quietHours: {timeZone: UTC, windows: [{days: [monday], from: "22:00", to: "08:00"}]}}]',
      'days[0]: expected "mon" or "tue"',
    ],
    [
      'channels: [{name: "#a", quietHours: {timeZone: UTC, windows: [{days: [mon], from: "25:00", to: "08:00"}]}}]',
      'from: expected a time of day like "22:00", got "25:00"',
    ],
    [
      'channels: [{name: "#a", quietHours: {timeZone: UTC, windows: [{days: [mon], from: 22, to: "24:30"}]}}]',
      'to: expected a time of day like "08:00", got "24:30"',
    ],
    ['storms: {problems: 0}', 'storms.problems: expected a whole number from 1 to 100, got 0'],
    ['storms: {within: 5}', 'storms.within: expected a duration'],
    [
      'storms: {within: 5x}',
      'storms.within: expected a duration like "90s", "15m" or "2h", from "1s" to "1d", got "5x"',
    ],
    [
      'rollback: {suspendFluxFor: 10 minutes}',
      'expected a duration like "90s", "15m" or "2h", from "1s" to "7d", or "0s", got "10 minutes"',
    ],
    ['log: {format: fancy}', 'log.format: expected "json" or "pretty", got "fancy"'],
    ['server: {port: "3000"}', 'expected a whole number from 0 to 65535, got "3000"'],
    [
      'builds: {tokens: {a: b}}',
      'builds.tokens: expected a list (lines that begin with "- "), got keys with values',
    ],
    ['store: shipmate.sqlite', 'store: expected keys with values, got a string'],
    ['foo: 1', 'foo: is not a known key; known here: slack, clusters, teams'],
    ['server: {port: 1, port: 2}', 'the key "port" is given twice; keep one of them'],
  ])('%s', (more, expected) => {
    expect(refusalOf({ text: minimal(more) })).toContain(expected);
  });

  it.each([
    ['signingSecret: 0123456', 'got a number; put it in quotes'],
    ['signingSecret: true', 'got a boolean; put it in quotes'],
  ])('say what to do about a secret that YAML takes for something else: %s', (secret, expected) => {
    const text = `slack: {botToken: xoxb-1, ${secret}}\nclusters: [{name: a, environment: prod}]\n`;

    expect(problems(text)).toEqual([
      `1:42 slack.signingSecret: expected the signing secret of the Slack app, ${expected}`,
    ]);
  });

  it.each([
    [
      'slack',
      'slack: {botToken: xoxb-1}\nclusters: [{name: a, environment: prod}]\nslack: {signingSecret: s}\n',
    ],
    [
      'slack',
      'slack: {botToken: xoxb-1, signingSecret: s}\nclusters: [{name: a, environment: prod}]\nslack: {}\n',
    ],
    [
      'teams',
      minimal(`teams: [{name: a, channel: "#a"}]
services: [{name: s, team: a}, {name: t, team: b}]
teams: [{name: b, channel: "#b"}]
`),
    ],
  ])('tell of nothing missing when %s is given twice', (key, text) => {
    const told = problems(text);

    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`^\\d:1 ${key}: the key "${key}" is given twice; keep one of them$`));
  });

  it.each([
    ['{inCluster: true, kubeconfig: {}}', 'connection: expected exactly one of'],
    ['{}', 'connection: expected exactly one of'],
    ['{inClster: true}', 'connection.inClster: is not a known key; did you mean "inCluster"?'],
    ['{server: {url: "tcp://x"}}', 'connection.server.url: expected a URL like'],
    ['{server: {url: "http://x", token: t, tokenFile: f}}', 'either "token" or "tokenFile", not both'],
  ])('connection %s', (connection, expected) => {
    const text = minimal().replace('environment: prod', `environment: prod, connection: ${connection}`);

    expect(refusalOf({ text })).toContain(expected);
  });

  it.each([
    ['slack: {botToken: "xoxb-1', 'a character is missing'],
    ['slack: [\n', 'a "[" or "{" is not closed'],
    ['slack:\n\tbotToken: x', 'a tab in the indentation'],
    ['a: b: c', 'needs quotes'],
    ['a: 1\n---\nb: 2', 'the configuration is one document'],
    ['a: *nowhere', '1:4 a: no anchor "&nowhere" stands before this alias'],
  ])('syntax: %j', (text, expected) => {
    expect(refusalOf({ text })).toContain(expected);
  });

  it.each(['', '# nothing yet\n'])('an empty file (%j) lacks what is required', (text) => {
    expect(problems(text)).toEqual([
      '1:1 slack: is missing; expected keys with values',
      '1:1 clusters: is missing; expected a list (lines that begin with "- ")',
    ]);
  });

  it.each(['- a', 'text', '42'])('a file that is %j has no keys', (text) => {
    expect(refusalOf({ text })).toContain('expected keys with values');
  });

  it('tells why a file cannot be read', () => {
    const refusal = refusalOf({ text: minimal('store: {path: "${file:/nope}"}') });

    expect(refusal).toContain('store.path: cannot read the file /nope (ENOENT)');
  });
});
