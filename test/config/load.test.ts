// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the configuration.
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { errorOf, loadText, minimal, refusalOf } from './load-text.ts';

describe('loadConfig', () => {
  it('fills in every default', () => {
    const { config, warnings } = loadText({ text: minimal() });

    expect(warnings).toEqual([]);
    expect(config).toEqual({
      slack: {
        botToken: 'xoxb-1',
        signingSecret: 'abc',
        apiUrl: 'https://slack.com/api/',
        fallbackChannel: '#releases',
        renderer: 'plan',
      },
      clusters: [
        {
          name: 'prod',
          environment: 'prod',
          environmentByNamespace: {},
          connection: { kind: 'kubeconfig' },
          namespaces: { include: ['*'], exclude: ['kube-*'] },
        },
      ],
      teams: [],
      services: [],
      permissions: {
        rules: [
          {
            name: 'owners',
            allow: ['rollback', 'approve', 'break-glass', 'lock', 'unlock'],
            to: ['owner'],
            environments: ['*'],
            services: ['*'],
          },
        ],
        rollback: { teams: [] },
      },
      people: [],
      environments: [],
      channels: [],
      storms: { problems: 5, withinMs: 300_000 },
      rollback: {
        approvalMs: 1_800_000,
        waitMs: 86_400_000,
        lockMs: 86_400_000,
        argocd: true,
        helm: false,
        suspendFluxForMs: 0,
        tools: [],
        automatic: [],
      },
      rollouts: { deadlineMs: 900_000, watchAfterSuccessMs: 900_000, failAfterRestarts: 5 },
      cards: { freshForMs: 7_200_000 },
      builds: { tokens: [] },
      containerLogs: { readsAtOnce: 5, timeoutMs: 10_000, fileBytes: 262_144 },
      redaction: { enabled: true, rules: [], allow: [] },
      inbox: { attempts: 8, keepDoneMs: 86_400_000, keepDeadMs: 1_209_600_000 },
      store: {
        path: 'shipmate.sqlite',
        retention: {
          cardsMs: 7_776_000_000,
          attachmentsMs: 2_592_000_000,
          verdictsMs: 15_552_000_000,
          historyMs: 34_560_000_000,
          workloadsMs: 2_592_000_000,
        },
      },
      server: { host: '0.0.0.0', port: 3000 },
      log: { level: 'info', format: 'json' },
    });
  });

  it('reads the file that SHIPMATE_CONFIG names', () => {
    const { config, path } = loadText({
      env: { SHIPMATE_CONFIG: '/etc/shipmate.yaml' },
      files: { '/etc/shipmate.yaml': minimal('server: {port: 8080}') },
    });

    expect(config.server.port).toBe(8080);
    expect(path).toBe('/etc/shipmate.yaml');
  });

  it('connects by the service account where a pod has one', () => {
    const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';

    const { config } = loadText({ text: minimal(), files: { [token]: 'x' } });

    expect(config.clusters[0]?.connection).toEqual({ kind: 'in-cluster' });
  });

  it.each([
    ['{inCluster: true}', { kind: 'in-cluster' }],
    ['{kubeconfig: {}}', { kind: 'kubeconfig' }],
    ['{kubeconfig: {path: /k, context: c}}', { kind: 'kubeconfig', path: '/k', context: 'c' }],
    [
      '{server: {url: "http://127.0.0.1:1", token: t}}',
      { kind: 'server', url: 'http://127.0.0.1:1', token: 't' },
    ],
  ])('reads the connection %s', (connection, expected) => {
    const text = minimal().replace('environment: prod', `environment: prod, connection: ${connection}`);

    expect(loadText({ text }).config.clusters[0]?.connection).toEqual(expected);
  });

  it.each([
    ['90000ms', 90_000],
    ['60s', 60_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['30d', 2_592_000_000],
  ])('reads the duration %s', (duration, expected) => {
    expect(loadText({ text: minimal(`cards: {freshFor: ${duration}}`) }).config.cards.freshForMs).toBe(
      expected,
    );
  });

  it('takes a key without a value as not given', () => {
    const { config } = loadText({ text: minimal('permissions:\nlog:\n  level:\n') });

    expect(config.permissions.rollback.teams).toEqual([]);
    expect(config.log.level).toBe('info');
  });

  it('ends the API URL with a slash', () => {
    const text = minimal().replace('signingSecret', 'apiUrl: "http://127.0.0.1:9/api", signingSecret');

    expect(loadText({ text }).config.slack.apiUrl).toBe('http://127.0.0.1:9/api/');
  });

  it('follows anchors, and survives one that contains itself', () => {
    const { config } = loadText({
      text: minimal(
        'teams:\n  - {name: a, channel: "#a", members: &m [U0ADA]}\n  - {name: b, channel: "#b", members: *m}',
      ),
    });

    expect(config.teams[1]?.members).toEqual(['U0ADA']);
    expect(refusalOf({ text: minimal('teams: &t [*t]') })).toContain('teams[0]: expected keys with values');
  });

  it('warns of what is allowed and probably not meant', () => {
    const text =
      'slack: {botToken: xoxb-1, signingSecret: abc}\nclusters: [{name: a, environment: b}]\nteams:\n  - {name: x, channel: "#x"}\nchannels: [{name: "#y"}, {name: "#x"}]\n';

    expect(loadText({ text }).warnings).toEqual([
      'shipmate.yaml:1:1 slack: has no "fallbackChannel": cards of a service that nobody owns are shown nowhere',
      'shipmate.yaml:4:5 teams[0]: has neither "members" nor "slackGroup": nobody of this team can roll back',
      'shipmate.yaml:5:13 channels[0].name: is the channel of no team and no service here: this counts only if a label shipmate.dev/channel says the very same',
    ]);
  });

  it('warns of keys without a value, whose default counts', () => {
    const text = minimal(
      'environments: [{name: prod, protected: true, secondPerson: }]\nrollback:\n  lockFor:\n',
    );

    const { warnings } = loadText({ text });

    expect(warnings.map((warning) => warning.replace(/^\S+ /, ''))).toEqual(
      expect.arrayContaining([
        'environments[0].secondPerson: has no value, so that its default counts; give it one, or leave it out',
        'rollback.lockFor: has no value, so that its default counts; give it one, or leave it out',
      ]),
    );
  });
});

describe('an environment that no cluster has', () => {
  it('is warned of wherever it would never count, and a pattern is not', () => {
    const nowhere = '{services: ["*"], environments: [prd, "prd-*", prod]}';
    const { warnings } = loadText({
      text: minimal(
        [
          `permissions: {rules: [{name: a, allow: [lock], to: [everyone], environments: [prd]}]}`,
          `rollback: {automatic: [${nowhere}], tools: [{name: s, url: "https://s.example", secret: 0123456789abcdefg, environments: [prd]}], github: {token: t, repositories: [{name: a/b, applied: [{services: ["*"], environments: [prd], path: x}]}]}}`,
        ].join('\n'),
      ),
    });

    const told = warnings.map((warning) => warning.replace(/^\S+ /, ''));
    const never = 'is an environment that no cluster has: it never counts';
    expect(told).toEqual([
      `permissions.rules[0].environments[0]: ${never}`,
      `rollback.tools[0].environments[0]: ${never}`,
      `rollback.automatic[0].environments[0]: ${never}`,
      `rollback.github.repositories[0].applied[0].environments[0]: ${never}`,
    ]);
  });
});

describe('without a configuration', () => {
  it('says which file to write, what into it, and where to read on', () => {
    const { code, message } = errorOf({});

    expect(code).toBe('config-missing');
    expect(message).toContain('./shipmate.yaml does not exist');
    expect(message).toContain('npm run sandbox');
    expect(message).toContain('CONFIGURATION.md');
  });

  it('shows an example that is itself valid', () => {
    const example = (errorOf({}).message.split('\n\n')[1] ?? '').replaceAll(/^ {2}/gm, '');

    const { warnings } = loadText({
      text: example,
      env: { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' },
    });

    expect(warnings).toEqual([]);
  });

  it('names the file of SHIPMATE_CONFIG', () => {
    expect(refusalOf({ env: { SHIPMATE_CONFIG: '/x.yaml' } })).toContain('SHIPMATE_CONFIG names /x.yaml');
  });
});

describe('a configuration that cannot be read', () => {
  it('is told apart from one that is missing', () => {
    const readFile = () => {
      throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    };

    expect(() => loadConfig({ path: '/etc', env: {}, readFile })).toThrowError(
      'Cannot read the configuration /etc (EISDIR). Check that it is a file and may be read.',
    );
  });
});
