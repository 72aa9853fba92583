import { describe, expect, it } from 'vitest';
import { type LogDocumentOptions, logDocument } from '../../messages/log-file.ts';
import type { ContainerLog } from '../../src/domain/log/log.ts';
import { readWhole } from '../../src/domain/log/tail.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import { containersToRead, type LogWish, type ReadLog } from '../../src/domain/release/attach-log.ts';
import type { Card } from '../../src/domain/release/card.ts';
import { card, crash, release, rollout } from './cards.ts';
import { hostileTexts } from './hostile.ts';

function logOf(lines: readonly string[], maxBytes = 1_000_000): ContainerLog {
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  return { kind: 'log', ...readWhole(bytes, { isPrevious: true }, { maxBytes }) };
}

const none: ContainerLog = {
  kind: 'none',
  because: 'Container payments-api has not started (x), so it has no log.',
};
const numbered = (count: number, word = 'line') =>
  Array.from({ length: count }, (_, index) => `${word} ${index}`);

interface Given extends Partial<LogDocumentOptions> {
  readonly problem?: Problem;
  readonly logs: readonly ContainerLog[];
  readonly of?: Card;
}

function documentOf({ problem = crash(), logs, of = card(), maxBytes = 262_144, earlierFiles = 0 }: Given) {
  const { workload, revision } = rollout();
  const wish: LogWish = {
    workload,
    revision: revision.number,
    problem,
    containers: containersToRead(problem, [problem]),
  };
  const read = wish.containers.map(
    (container, index): ReadLog => ({ of: container, log: logs[index] ?? expect.fail('a log is missing') }),
  );
  return logDocument(of, { wish, logs: read }, { maxBytes, earlierFiles });
}

const withProxy = crash({
  companions: [
    { container: 'proxy', role: 'sidecar', exitCode: 1 },
    { container: 'migrate', role: 'init', exitCode: 2 },
  ],
});

describe('the file with a whole log', () => {
  it('says what it is, and has every line', () => {
    const { text, ...rest } = documentOf({ logs: [logOf(['starting', '', 'fatal: cannot start'])] });

    expect(rest).toEqual({
      filename: 'payments-api-v43-prod-eu.log',
      title: 'Log of payments-api v43 in prod (eu)',
      lines: 3,
      hidden: 0,
      containers: ['payments-api'],
    });
    expect(text).toBe(
      [
        'payments-api v43 in prod (eu): 3 lines.',
        '',
        '──── payments-api, the instance that died (pod payments-api-43-x) ────',
        'starting',
        '',
        'fatal: cannot start',
        '',
      ].join('\n'),
    );
  });

  it('says how many secrets are hidden by which rule', () => {
    const { text, hidden } = documentOf({
      logs: [logOf(['password=hunter2 token=ab12cd34', 'password: x7', 'fatal'])],
    });

    expect(hidden).toBe(3);
    expect(text.split('\n')[0]).toBe(
      'payments-api v43 in prod (eu): 3 lines. 3 secrets are hidden: password 2, token 1.',
    );
  });

  it('has the logs of all containers, the one with the problem first, each under its name', () => {
    const { text, lines, containers } = documentOf({
      problem: withProxy,
      logs: [logOf(['api 1']), logOf(['proxy 1', 'proxy 2']), logOf(['migrate 1'])],
    });

    expect(lines).toBe(4);
    expect(containers).toEqual(['payments-api', 'proxy', 'migrate']);
    expect(text).toMatchInlineSnapshot(`
      "payments-api v43 in prod (eu): 4 lines of 3 containers.

      ──── payments-api, the instance that died (pod payments-api-43-x) ────
      api 1

      ──── sidecar proxy, the instance that died (pod payments-api-43-x) ────
      proxy 1
      proxy 2

      ──── init container migrate, the instance that died (pod payments-api-43-x) ────
      migrate 1
      "
    `);
  });

  it('says why one of them has no log', () => {
    const { text, containers } = documentOf({
      problem: withProxy,
      logs: [none, logOf(['proxy 1']), logOf(['migrate 1'])],
    });

    expect(containers).toEqual(['proxy', 'migrate']);
    expect(text).toContain(
      '──── payments-api (pod payments-api-43-x) ────\nContainer payments-api has not started (x), so it has no log.\n\n──── sidecar proxy',
    );
  });
});

describe('a log that is too long', () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text).length;

  it('loses its beginning, and says how much', () => {
    const { text, lines } = documentOf({ logs: [logOf(numbered(5_000))], maxBytes: 16_384 });

    expect(bytesOf(text)).toBeLessThanOrEqual(16_384);
    expect(text.endsWith('line 4999\n')).toBe(true);
    const left = (5_000 - lines).toLocaleString('en-US');
    expect(text.split('\n')[0]).toContain(`${left} earlier lines are left out.`);
    expect(text).toContain(`[… ${left} earlier lines …]\n`);
  });

  it('counts what was left out when it was read, too', () => {
    const { text, lines } = documentOf({ logs: [logOf(numbered(5_000), 20_000)] });

    expect(lines).toBeLessThan(5_000);
    expect(text).toContain(`${(5_000 - lines).toLocaleString('en-US')} earlier lines are left out.`);
  });

  it('says that more may be left out than was read', () => {
    const log = logOf(['one', 'two']);
    const more = log.kind === 'log' ? { ...log, full: { ...log.full, mayBeginEarlier: true } } : log;

    const { text } = documentOf({ logs: [more] });

    expect(text).toContain('2 lines. Earlier lines are left out.');
    expect(text).toContain('────\n[…]\none\n');
  });

  it('takes the room of the others only as far as they need it', () => {
    const { text } = documentOf({
      problem: withProxy,
      logs: [logOf(numbered(5_000, 'api')), logOf(['proxy 1']), logOf(numbered(5_000, 'migrate'))],
      maxBytes: 32_768,
    });

    expect(bytesOf(text)).toBeLessThanOrEqual(32_768);
    const share = (word: string) => text.split('\n').filter((line) => line.startsWith(`${word} `)).length;
    expect(share('api')).toBeGreaterThan(1_500);
    expect(share('migrate')).toBeGreaterThan(200);
    expect(share('proxy')).toBe(1);
    expect(text).toContain('api 4999\n');
    expect(text).toContain('migrate 4999\n');
  });
});

describe('the name of the file', () => {
  const named = (of: Card, problem = crash(), earlierFiles = 0) =>
    documentOf({ of, problem, logs: [logOf(['x'])], earlierFiles }).filename;
  const inEnvironment = (environment: string) => card({ releases: [release({ environment })] });

  it('says the place once when the cluster is called after the environment', () => {
    expect(named(inEnvironment('e'))).toBe('payments-api-v43-eu.log');
    expect(named(inEnvironment('staging'))).toBe('payments-api-v43-staging-eu.log');
  });

  it('says the container when it is not the main one, and which file of the problem it is', () => {
    expect(named(card(), crash({ container: 'migrate', role: 'init' }))).toBe(
      'payments-api-v43-prod-eu-migrate.log',
    );
    expect(named(card(), crash(), 1)).toBe('payments-api-v43-prod-eu-2.log');
  });

  it.each([...hostileTexts, '../../etc/passwd', '.hidden', 'a\u202eb', '-rf', 'C:\\x', ''])(
    'is harmless whatever the version is called: %j',
    (label) => {
      const filename = named(card({ version: { label, image: '' } }));

      expect(filename).toMatch(/^payments-api-(?:[A-Za-z0-9_][A-Za-z0-9._-]*-)?prod-eu\.log$/);
      expect(filename.length).toBeLessThanOrEqual(200);
    },
  );
});
