import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referenceRows } from '../../src/config/generate/reference-rows.ts';
import { asSchema, configJsonSchema } from '../../src/config/json-schema.ts';
import { loadText } from './load-text.ts';

const page = readFileSync(new URL('../../CONFIGURATION.md', import.meta.url), 'utf8');
const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
/** Put together, so that nobody takes it for one. */
const pem = ['BEGIN', 'END'].map((edge) => `-----${edge} RSA PRIVATE KEY-----\n`).join('bm8=\n');

const allRows = Object.entries(configJsonSchema().properties ?? {}).flatMap(([key, schema]) =>
  referenceRows(asSchema(schema) ?? {}, key),
);

describe('the example in CONFIGURATION.md', () => {
  it('loads as it is', () => {
    const { config, warnings } = loadText({
      text: example,
      env: {
        SLACK_BOT_TOKEN: 'xoxb-1',
        PAYMENTS_BUILD_TOKEN: 'payments-token',
        BUILD_TOKEN: 'build-token',
        GITHUB_WEBHOOK_SECRET: 'a secret of the webhook',
        SHIPS_SECRET: 'a-secret-of-the-tool',
      },
      files: {
        '/etc/shipmate/slack-signing-secret': 'signing\n',
        '/etc/shipmate/github-app.pem': pem,
      },
    });

    expect(warnings).toEqual([]);
    expect(config.slack.signingSecret).toBe('signing');
    expect(config.store.path).toBe('./shipmate.sqlite');
    expect(config.clusters.map(({ name }) => name)).toEqual(['prod-eu', 'shared', 'prod-us']);
  });

  it.each(allRows.map(({ key }) => key))('shows %s', (key) => {
    const name = key.split('.').at(-1)?.replace('[]', '') ?? '';

    expect(example).toMatch(new RegExp(`\\b${name}:`));
  });
});

describe('the schema', () => {
  it('describes every key', () => {
    expect(allRows.length).toBeGreaterThan(30);
    expect(allRows.filter(({ description }) => description === '').map(({ key }) => key)).toEqual([]);
  });
});
