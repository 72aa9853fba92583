import { describe, expect, it } from 'vitest';
import { redactReport } from '../../src/app/redact-foreign-text.ts';
import { builtInRedaction } from '../../src/domain/redaction/redaction.ts';

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
