// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the configuration.
import { describe, expect, it } from 'vitest';
import { type } from './terminal.ts';

const text = `
slack: {botToken: "\${TOKEN}", signingSecret: s3cr3t-signing, fallbackChannel: "#releases"}
clusters:
  - {name: prod-eu, environment: prod, connection: {server: {url: "https://me:pa55word@10.0.0.1", token: cluster-t0ken}}}
  - name: "\${CLUSTER}"
    environment: dev
    environmentByNamespace: {staging-*: staging}
    connection: {kubeconfig: {context: shared}}
    namespaces: {include: [team-*, staging-*]}
teams:
  - {name: payments, channel: "#team-payments", members: [ada@acme.example], slackGroup: S0PAY}
  - {name: search, channel: "#team-search"}
services:
  - {name: payments-api, team: payments}
  - {name: ledger, team: payments, channel: "#ledger"}
permissions: {rollback: {teams: [search]}}
builds: {tokens: [{service: "*", token: build-t0ken}]}
`;
const env = { TOKEN: 'xoxb-t0ken', CLUSTER: 'hidden-cluster' };

describe('shipmate config check', () => {
  it('shows what the configuration means', async () => {
    const { code, stdout, stderr } = await type('config check', { text, env });

    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "shipmate.yaml is valid.

      Slack: https://slack.com/api/
        cards are drawn as plan; fallback channel: #releases

      Clusters: 2
        prod-eu: prod, at https://…@10.0.0.1
          namespaces * without kube-*
        \${CLUSTER}: dev, by kubeconfig, context shared
          namespaces team-*, staging-* without kube-*
          staging-* is staging

      Teams: 2
        payments: #team-payments, 1 member and user group S0PAY
        search: #team-search, 0 members

      Services named here: 2 (the others by their labels)
        payments-api: team payments
        ledger: team payments, in #ledger

      Who may do what ("shipmate can" explains it):
        owners: owner may rollback, approve, break-glass, lock, unlock
        permissions.rollback.teams: search may do all of it, everywhere

      Ways back: undo what nobody manages, Argo CD
        by itself: nothing
        automatic releases wait afterwards: for 1d
        locks hold deployments at GitHub: no

      Build steps may be reported for: *
      State: shipmate.sqlite
      Listening on: 0.0.0.0, port 3000"
    `);
    expect(stderr).toMatchInlineSnapshot(
      `"warning: shipmate.yaml:12:5 teams[1]: has neither "members" nor "slackGroup": nobody of this team can roll back"`,
    );
  });

  it('shows which ways back are on', async () => {
    const { stdout } = await type('config check', {
      text: `${text}
rollback:
  helm: true
  suspendFluxFor: 30m
  tools: [{name: ships, url: "https://ships.example", secret: 0123456789abcdef0}]
  github: {token: t, repositories: [{name: acme/clusters}, {name: "\${REPOSITORY}"}]}
  automatic: [{services: [ledger], environments: [prod, staging]}]
`,
      env: { ...env, REPOSITORY: 'acme/hidden' },
    });

    expect(stdout).toContain(
      [
        'Ways back: undo what nobody manages, Argo CD, Helm, suspend Flux, revert in acme/clusters, revert in ${REPOSITORY}, ask ships',
        '  by itself: ledger in prod, staging',
        '  automatic releases wait afterwards: for 1d',
        '  locks hold deployments at GitHub: no',
      ].join('\n'),
    );
    expect(stdout).not.toContain('hidden');
  });

  it('shows what is protected, who must agree, when it is quiet, and how long a rollback holds releases', async () => {
    const { stdout } = await type('config check', {
      text: `${text}
environments:
  - {name: prod, protected: true, secondPerson: true}
  - {name: "\${PLACE}", protected: true}
  - {name: dev}
channels:
  - name: "#team-payments"
    quietHours:
      timeZone: Europe/Amsterdam
      windows: [{days: [mon, tue], from: "22:00", to: "08:30"}, {days: [sat], from: "00:00", to: "24:00"}]
  - {name: "#ledger"}
rollback: {lockFor: 90m, approvalWithin: 2h}
`,
      env: { ...env, PLACE: 'staging' },
    });

    expect(stdout).toContain(
      [
        '',
        'Protected, told at any hour: prod, ${PLACE}',
        'A second person agrees to rollbacks in: prod; they wait 2h for one',
        'Quiet hours in #team-payments: mon, tue 22:00 to 08:30; sat 00:00 to 24:00 (Europe/Amsterdam)',
        '',
      ].join('\n'),
    );
    expect(stdout).toContain('  automatic releases wait afterwards: for 90m\n');
    expect(stdout).not.toContain('Quiet hours in #ledger');
  });

  it('says when a rollback holds no releases', async () => {
    const { stdout } = await type('config check', { text: `${text}rollback: {lockFor: 0s}\n`, env });

    expect(stdout).toContain('  automatic releases wait afterwards: no\n');
  });

  it('prints neither secrets nor what came from the environment', async () => {
    const { stdout, stderr } = await type('config check', { text, env });

    for (const hidden of ['t0ken', 's3cr3t', 'pa55word', 'hidden-cluster']) {
      expect(stdout + stderr).not.toContain(hidden);
    }
  });

  it('lists the problems on stderr and ends with 1', async () => {
    const { code, stdout, stderr } = await type('config check', { text: 'slack: 1' });

    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('shipmate.yaml:1:8 slack: expected keys with values, got a number');
    expect(stderr).toContain('clusters: is missing');
  });

  it('reads the file that is named after it', async () => {
    const { code, stdout } = await type('config check ./shipmate.yaml', {
      text,
      env: { ...env, SHIPMATE_CONFIG: '/nothing/there.yaml' },
    });

    expect(code).toBe(0);
    expect(stdout).toContain('shipmate.yaml is valid.');
  });

  it('says that the file that is named after it does not exist', async () => {
    const { code, stderr } = await type('config check /nothing/there.yaml', { text, env });

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^There is no file \/nothing\/there\.yaml\.\nCreate it, or name the file you have\./,
    );
  });

  it('tells how to begin when there is no configuration', async () => {
    const { code, stderr } = await type('config check');

    expect(code).toBe(1);
    expect(stderr).toContain('There is no configuration');
    expect(stderr).toContain('npm run shipmate -- config check');
  });
});

describe('shipmate serve', () => {
  it('refuses to start without a valid configuration', async () => {
    const { code, stderr } = await type('serve', { text: 'slack: 1' });

    expect(code).toBe(1);
    expect(stderr).toContain('The configuration has 2 problems');
  });
});
