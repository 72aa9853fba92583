// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the configuration.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate } from '../../src/config/interpolate.ts';
import { loadText, minimal, refusalOf } from './load-text.ts';

const surroundings = {
  env: { NAME: 'prod', EMPTY: '', NESTED: '${NAME}' },
  readFile: (path: string) => {
    if (path === '/token') return 'abc\n';
    throw Object.assign(new Error(path), { code: 'EACCES' });
  },
};

describe('interpolate', () => {
  it.each([
    ['plain', 'plain'],
    ['${NAME}', 'prod'],
    ['a-${NAME}-${NAME}', 'a-prod-prod'],
    ['${EMPTY}', ''],
    ['${EMPTY:-dev}', 'dev'],
    ['${MISSING:-dev}', 'dev'],
    ['${MISSING:-}', ''],
    ['${NAME:-dev}', 'prod'],
    ['${file:/token}', 'abc'],
    ['$${NAME}', '${NAME}'],
    ['$NAME $ {NAME}', '$NAME $ {NAME}'],
    ['${NESTED}', '${NAME}'],
  ])('%s', (text, expected) => {
    expect(interpolate(text, surroundings)).toMatchObject({ value: expected, problems: [] });
  });

  it.each([
    ['${MISSING}', 'the environment variable MISSING is not set'],
    ['${file:/other}', 'cannot read the file /other (EACCES)'],
    ['${NAME', 'has "${" without "}"'],
    ['${no name}', 'is none of'],
    ['${}', 'is none of'],
  ])('%s has a problem', (text, expected) => {
    expect(interpolate(text, surroundings).problems).toEqual([expect.stringContaining(expected)]);
  });

  it('leaves every text without a dollar alone', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('$')),
        (text) => {
          expect(interpolate(text, surroundings)).toEqual({ value: text, references: [], problems: [] });
        },
      ),
    );
  });
});

describe('interpolation in the file', () => {
  it('reaches every value, and numbers where numbers belong', () => {
    const text = minimal(
      'server: {port: "${PORT}"}\nteams: [{name: "${TEAM}", channel: "#${TEAM}", members: ["${ADA}"]}]',
    );

    const { config } = loadText({ text, env: { PORT: '8080', TEAM: '42', ADA: 'U0ADA' } });

    expect(config.server.port).toBe(8080);
    expect(config.teams).toEqual([{ name: '42', channel: '#42', members: ['U0ADA'] }]);
  });

  it('tells of a missing variable at its place, once', () => {
    const refusal = refusalOf({ text: minimal().replace('abc', '"${SLACK_SIGNING_SECRET}"') });

    expect(refusal.split('\n')).toEqual([
      'The configuration has a problem:',
      expect.stringMatching(
        /:1:\d+ slack\.signingSecret: the environment variable SLACK_SIGNING_SECRET is not set$/,
      ),
    ]);
  });
});
