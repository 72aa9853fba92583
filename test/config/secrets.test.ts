// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the configuration.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadText, minimal, refusalOf, type Written } from './load-text.ts';

const secret = 'sw0rdfish-very-secret';

/** Each is wrong in its own way, with the secret somewhere in it. */
const wrong: Readonly<Record<string, Written>> = {
  'a token of the wrong form': { text: minimal().replace('xoxb-1', secret) },
  'a token with a space': { text: minimal().replace('abc', `"${secret} x"`) },
  'a token where its keys belong': { text: `slack: ${secret}` },
  'a token as a list item': { text: minimal(`builds: {tokens: [${secret}]}`) },
  'a short build token': { text: minimal(`builds: {tokens: [{service: "*", token: "${secret} "}]}`) },
  'a token in a channel': { text: minimal(`teams: [{name: a, channel: xoxb-${secret}}]`) },
  'a password in a URL': { text: minimal().replace('botToken', `apiUrl: "ftp://me:${secret}@x/", botToken`) },
  'a variable in the wrong place': { text: minimal('log: {level: "${LEVEL}"}'), env: { LEVEL: secret } },
  'a variable as the name of a team': {
    text: minimal('services: [{name: a, team: "${TEAM}"}]\nteams: [{name: b, channel: "#b"}]'),
    env: { TEAM: secret },
  },
  'a repeated name': {
    text: minimal('teams: [{name: "${TEAM}", channel: "#b"}, {name: "${TEAM}", channel: "#b"}]'),
    env: { TEAM: secret },
  },
  'a default in the wrong place': { text: minimal(`log: {level: "\${LEVEL:-${secret}}"}`) },
  'a secret where its variable belongs': { text: minimal().replace('xoxb-1', `"\${${secret} }"`) },
  'a file in the wrong place': { text: minimal('log: {level: "${file:/f}"}'), files: { '/f': secret } },
  'a broken quote': { text: `slack: {botToken: "${secret}\nclusters: x` },
  'text after a quote': { text: `slack: {botToken: "a"${secret}}` },
  'a broken line': { text: `slack:\n  botToken: x\n ${secret}\n  y` },
};

describe('secrets', () => {
  it.each(Object.keys(wrong))('%s is refused without being printed', (name) => {
    const refusal = refusalOf(wrong[name] ?? {});

    expect(refusal).toMatch(/shipmate\.yaml:\d+:\d+ /);
    expect(refusal).not.toContain(secret);
  });

  it('are described by their length', () => {
    expect(refusalOf({ text: minimal().replace('xoxb-1', 'abcdefghijkl') })).toContain(
      'slack.botToken: expected a bot token, which begins with "xoxb-", got a secret of 12 characters',
    );
  });

  it('from the environment are described by their variable', () => {
    const refusal = refusalOf({ text: minimal('log: {level: "${LEVEL}"}'), env: { LEVEL: '' } });

    expect(refusal).toContain('log.level: expected "trace" or "debug"');
    expect(refusal).toContain('got an empty value from ${LEVEL}');
  });

  it('are known by where they came from', () => {
    const { originOf } = loadText({ text: minimal('store: {path: "${DIR}/x"}'), env: { DIR: '/data' } });

    expect(originOf(['store', 'path'])).toBe('${DIR}');
    expect(originOf(['slack', 'botToken'])).toBeUndefined();
  });

  it('never reach a message, whatever is wrong with them', () => {
    const anySecret = fc.stringMatching(/^[A-Z][A-Za-z0-9/+ ,:]{11,30}Z$/);
    const keys = ['botToken', 'signingSecret', 'apiUrl', 'fallbackChannel', 'renderer', 'other'];

    fc.assert(
      fc.property(anySecret, fc.constantFrom(...keys), (value, key) => {
        const text = `slack: {${key}: "\${S}"}\nclusters: 1`;

        const refusal = refusalOf({ text, env: { S: value } });

        expect(refusal).not.toContain(value);
      }),
    );
  });
});
