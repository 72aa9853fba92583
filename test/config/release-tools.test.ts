// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the configuration.
import { describe, expect, it } from 'vitest';
import { loadText, minimal, refusalOf } from './load-text.ts';

const secret = 'sw0rdfish-very-secret';
const tool = (more = '') =>
  `{name: ships, url: "https://ships.example/hook", secret: "\${SHIPS}"${more === '' ? '' : `, ${more}`}}`;
const load = (...tools: readonly string[]) =>
  ({ text: minimal(`rollback: {tools: [${tools.join(', ')}]}`), env: { SHIPS: secret } }) as const;

describe('release tools', () => {
  it('are asked for every service everywhere unless it is said otherwise', () => {
    const { config } = loadText(load(tool()));

    expect(config.rollback.tools).toEqual([
      {
        name: 'ships',
        url: 'https://ships.example/hook',
        secret,
        services: ['*'],
        environments: ['*'],
        timeoutMs: 10_000,
      },
    ]);
  });

  it.each([
    [[tool(), tool()], 'the release tool "ships" is already on line'],
    [[tool('formerSecret: short')], 'a secret of at least 16 characters without spaces'],
    [[tool('services: []')], 'at least one service'],
    [[tool('environment: [prod]')], 'did you mean "environments"?'],
    [['{name: ships, url: "ftp://ships", secret: "${SHIPS}"}'], 'a URL like'],
  ])('%j is refused', (tools, because) => {
    const refusal = refusalOf(load(...tools));

    expect(refusal).toContain(because);
    expect(refusal).not.toContain(secret);
  });
});
