import { describe, expect, it } from 'vitest';
import { redactAnswers, redactObservation, redactReport } from '../../src/app/redact-foreign-text.ts';
import { builtInRedaction } from '../../src/domain/redaction/redaction.ts';
import type { WayBackResult } from '../../src/ports.ts';
import { backFrom } from '../adapters/github/way-back/clusters.ts';
import { crash, look, revision } from '../domain/release/story.ts';

describe('what a pipeline reports', () => {
  it('has no secrets in what people wrote, and the rest as it was', () => {
    const report = {
      build: '1',
      service: 'payments-api',
      step: 'test',
      status: 'failed',
      detail: 'login with password=hunter2 failed',
      commitTitle: 'Use postgres://app:pw1@db',
      commit: '8f3c2d1a9b7e6f5d4c3b2a190817263544536271',
    } as const;

    const redacted = redactReport(report, builtInRedaction);

    expect(redacted).toEqual({
      ...report,
      title: undefined,
      detail: 'login with password=[hidden: password] failed',
      commitTitle: 'Use postgres://app:[hidden: url-password]@db',
    });
  });
});

describe('what a cluster says', () => {
  const secret = 'password=hunter2';
  const probe = {
    purpose: 'liveness',
    kind: 'exec',
    target: `check ${secret}`,
    port: '',
    allowanceMs: 0,
  } as const;
  const problem = crash({ message: secret, probe });
  const suspects = [{ problem, patienceMs: 0, spans: [{ from: 0 }] }];

  it('has no secrets anywhere, neither in what is known nor in what is suspected', () => {
    const seen = look(43, {
      message: secret,
      problems: [problem],
      suspects,
      olderTroubles: [{ revision: revision(42), problems: [problem], suspects }],
    });

    const redacted = JSON.stringify(redactObservation(seen, builtInRedaction));

    expect(redacted).not.toContain('hunter2');
    expect(redacted.match(/\[hidden: password\]/g)).toHaveLength(9);
  });
});

describe('what is said of a way back', () => {
  const secret = 'password=hunter2';

  it.each<WayBackResult>([
    { kind: 'refused-elsewhere', who: 'Argo CD', said: secret },
    { kind: 'forbidden', rule: secret },
    { kind: 'waiting', for: 'merge', said: secret },
  ])('has no secrets: $kind', async (result) => {
    const executor = redactAnswers({ carryOut: async () => result }, builtInRedaction);

    expect(JSON.stringify(await executor.carryOut(backFrom()))).toContain('[hidden: password]');
  });
});
