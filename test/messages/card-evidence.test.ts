import { describe, expect, it } from 'vitest';
import { renderCard } from '../../messages/card.ts';
import { renderNotice } from '../../messages/notice.ts';
import { tail } from '../../src/domain/log/tail.ts';
import type { Card, TrackedProblem } from '../../src/domain/release/card.ts';
import { workloadKey } from '../../src/domain/rollout/workload.ts';
import { expectAccepted } from './accepted.ts';
import { cardOf, crash, failing, log, reading, rollout, tracked } from './cards.ts';
import { noon, read } from './read.ts';

const failingWith = (...problems: readonly TrackedProblem[]) => cardOf({ ...failing, problems });

function cardText(card: Card): string {
  const message = renderCard(card, noon, 'plan');
  expectAccepted(message);
  return read(message);
}

function noticeText(card: Card): string {
  const workload = workloadKey(rollout().workload);
  const notice = { key: 'n', kind: 'failing', environment: 'prod', workload, at: noon } as const;
  const message = renderNotice(card, notice, { now: noon });
  expectAccepted(message);
  return read(message);
}

describe('the evidence on a card', () => {
  it('shows lines of JSON by what they say', () => {
    const entry = JSON.stringify({
      level: 60,
      msg: 'cannot start',
      err: {
        message: 'DB_POOL_SIZE must be a number',
        stack: 'Error: DB_POOL_SIZE must be a number\n    at load (/srv/config.js:12:9)',
      },
    });
    const lines = new TextEncoder().encode(`> payments@1.4.2 start\n${entry}\n`);

    const card = failingWith(
      tracked(crash(), { log: { kind: 'log', tail: tail(lines, true) }, reading: reading({}) }),
    );

    expect(cardText(card)).toMatchSnapshot();
    expect(noticeText(card)).toMatchSnapshot();
  });

  it('names the container whose log it is when another one tells more', () => {
    const problem = crash({
      reason: 'NotReady',
      probe: { purpose: 'readiness', kind: 'http', target: '/healthz', port: '8080', allowanceMs: 30_000 },
      companions: [{ container: 'proxy', role: 'sidecar', exitCode: 1 }],
    });
    const proxyLog = log(['error initializing configuration: no such cluster "ledger"']);
    const ofProxy =
      proxyLog.kind === 'log'
        ? ({ kind: 'log', tail: { ...proxyLog.tail, container: 'proxy', role: 'sidecar' } } as const)
        : proxyLog;
    const files = reading({ containers: ['payments-api', 'proxy'], lines: 412, hidden: 0 });

    const card = failingWith(tracked(problem, { log: ofProxy, reading: files }));

    expect(cardText(card)).toMatchSnapshot();
    expect(noticeText(card)).toMatchSnapshot();
  });

  it('says why there is none', () => {
    const because =
      'The log of payments-api-43-x could not be read: my service account may not get pods/log in namespace payments. An administrator can grant it by RBAC.';

    const card = failingWith(tracked(crash(), { log: { kind: 'none', because }, reading: reading() }));

    expect(cardText(card)).toContain(because);
    expect(noticeText(card)).toContain(because);
    expect(noticeText(card)).not.toContain('as a file');
  });
});
