// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the configuration.
import { describe, expect, it } from 'vitest';
import { meansOf } from '../../src/main/means.ts';
import { loadText, minimal, refusalOf } from './load-text.ts';

const text = (github: object) => `${minimal()}\nrollback: ${JSON.stringify({ github })}\n`;
const token = { token: '${GITHUB_TOKEN}' };
const env = { GITHUB_TOKEN: 'ghs-secret', WEBHOOK: 'long enough to be one' };
const load = (github: object) => loadText({ text: text(github), env }).config.rollback;

describe('rollback.github', () => {
  it('has defaults for all but what it signs in with', () => {
    expect(load(token).github).toEqual({
      apiUrl: 'https://api.github.com',
      token: 'ghs-secret',
      repositories: [],
      webhookSecrets: [],
      protects: [],
    });
  });

  it.each([
    ['https://api.github.com', 'github.com'],
    ['https://ghe.acme.example/api/v3/', 'ghe.acme.example'],
    ['https://api.acme.ghe.com', 'acme.ghe.com'],
  ])('of %s has its repositories on %s', (apiUrl, host) => {
    const applied = [{ services: ['*'], environments: ['prod'], path: 'apps/{environment}/{service}' }];
    const { repositories } = meansOf(
      load({ ...token, apiUrl, repositories: [{ name: 'acme/clusters', merge: 'auto', applied }] }),
    );

    expect(repositories).toEqual([{ name: 'acme/clusters', host, branch: 'main', how: 'merge', applied }]);
  });

  it('takes the key of an App from the environment, with its lines', () => {
    const key = ['BEGIN', 'END'].map((edge) => `-----${edge} RSA PRIVATE KEY-----\n`).join('bm8=\n');
    const github = { app: { id: 7, privateKey: '${GITHUB_APP_KEY}' } };

    const { config } = loadText({ text: text(github), env: { GITHUB_APP_KEY: key } });

    expect(config.rollback.github?.app).toEqual({ id: 7, privateKey: key });
  });

  it('may have its repositories on another host than the API', () => {
    const { repositories } = meansOf(
      load({ ...token, gitHost: 'ssh.acme.example', repositories: [{ name: 'acme/clusters' }] }),
    );

    expect(repositories).toMatchObject([{ host: 'ssh.acme.example' }]);
  });

  it.each<[string, object, string]>([
    ['nothing to sign in with', {}, 'either "token" or "app", and not both'],
    ['both', { ...token, app: { id: 1, privateKey: 'x' } }, 'a private key in PEM form'],
    ['a webhook without an App', { ...token, webhookSecrets: ['${WEBHOOK}'] }, 'only an App can answer'],
    ['a short secret', { ...token, webhookSecrets: ['short'] }, 'at least 16 characters'],
    [
      'a repository without an owner',
      { ...token, repositories: [{ name: 'clusters' }] },
      'like "acme/clusters"',
    ],
    [
      'a repository that climbs',
      { ...token, repositories: [{ name: 'acme/clusters/../x' }] },
      'like "acme/clusters"',
    ],
    [
      'a path that climbs',
      {
        ...token,
        repositories: [
          { name: 'a/b', applied: [{ services: ['*'], environments: ['*'], path: 'apps/../x' }] },
        ],
      },
      'a folder like',
    ],
    [
      'a placeholder that nothing is put in for',
      {
        ...token,
        repositories: [
          { name: 'a/b', applied: [{ services: ['*'], environments: ['*'], path: 'apps/{env}/{service}' }] },
        ],
      },
      'nothing else in braces',
    ],
    ['an unknown key', { ...token, organisation: 'acme' }, 'organisation'],
  ])('refuses %s', (_what, github, words) => {
    expect(refusalOf({ text: text(github), env })).toContain(words);
  });

  it('refuses an environment that no cluster has', () => {
    const protects = [
      { repository: 'acme/payments', service: 'payments-api', environments: { production: 'prdo' } },
    ];

    expect(refusalOf({ text: text({ ...token, protects }), env })).toContain(
      'no environment is called "prdo"',
    );
  });

  it('refuses a repository that is there twice', () => {
    const repositories = [{ name: 'acme/clusters' }, { name: 'acme/clusters' }];

    expect(refusalOf({ text: text({ ...token, repositories }), env })).toContain('already on line');
  });

  it.each<[string, object, string]>([
    ['nothing to do', {}, 'nothing is done with it'],
    [
      'services of deployments that nobody asks for',
      { protects: [{ repository: 'a/b', service: 'c' }] },
      'there are no "webhookSecrets"',
    ],
  ])('warns of %s', (_what, rest, words) => {
    expect(loadText({ text: text({ ...token, ...rest }), env }).warnings.join('\n')).toContain(words);
  });

  it('never prints a secret', () => {
    expect(refusalOf({ text: text({ token: '${GITHUB_TOKEN}', apiUrl: 7 }), env })).not.toContain(
      'ghs-secret',
    );
  });
});
