import { describe, expect, it } from 'vitest';
import { parseProbeFailure } from '../../../src/domain/problem/probe-failure.ts';
import { threadTimeOf } from '../../thread-time.ts';

const readiness = (answer: object) => ({ purpose: 'readiness', answer });
const words = (text: string) => ({ kind: 'words', words: text });

describe('the words of the kubelet about a probe', () => {
  it.each([
    [
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
      readiness({ kind: 'status', code: 503 }),
    ],
    [
      'Liveness probe failed: HTTP probe failed with statuscode: 500',
      { purpose: 'liveness', answer: { kind: 'status', code: 500 } },
    ],
    [
      'Startup probe failed: Get "http://10.1.2.3:8080/healthz": dial tcp 10.1.2.3:8080: connect: connection refused',
      { purpose: 'startup', answer: { kind: 'refused' } },
    ],
    [
      'Readiness probe failed: dial tcp 10.1.2.3:5432: connect: connection refused',
      readiness({ kind: 'refused' }),
    ],
    [
      'Readiness probe failed: Get "http://10.1.2.3:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      readiness({ kind: 'timeout' }),
    ],
    [
      'Readiness probe failed: Get "https://[fd00::7]:8080/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      readiness({ kind: 'timeout' }),
    ],
    ['Readiness probe failed: dial tcp 10.1.2.3:5432: i/o timeout', readiness({ kind: 'timeout' })],
    ['Readiness probe failed: command "/check --deep" timed out after 1s', readiness({ kind: 'timeout' })],
    [
      'Readiness probe failed: timeout: failed to connect service "10.1.2.3:9000" within 1s: context deadline exceeded',
      readiness({ kind: 'timeout' }),
    ],
    [
      'Readiness probe failed: service unhealthy (responded with "NOT_SERVING")',
      readiness(words('service unhealthy (responded with "NOT_SERVING")')),
    ],
    [
      'Readiness probe failed: cat: /run/ready: No such file or directory\n',
      readiness(words('cat: /run/ready: No such file or directory')),
    ],
    // What a command says of other timeouts is its own affair.
    [
      'Readiness probe failed: db: context deadline exceeded',
      readiness(words('db: context deadline exceeded')),
    ],
    ['Readiness probe errored: rpc error: code = DeadlineExceeded', readiness({ kind: 'timeout' })],
    [
      'Readiness probe errored and resulted in unknown state: rpc error: code = NotFound',
      readiness(words('rpc error: code = NotFound')),
    ],
    ['Readiness probe failed: ', readiness(words(''))],
    ['Readiness probe warning: Probe terminated redirects', undefined],
    ['Container api failed liveness probe, will be restarted', undefined],
    ['constructor probe failed: x', undefined],
    ['', undefined],
  ])('%s', (message, expected) => {
    expect(parseProbeFailure(message)).toEqual(expected);
  });

  it('take no time over a hostile message', () => {
    const hostile = `Readiness probe failed: Get "${'http://'.repeat(50_000)}`;

    const tookMs = threadTimeOf(() => {
      expect(parseProbeFailure(hostile)?.answer.kind).toBe('words');
    });

    expect(tookMs).toBeLessThan(1_000);
  });
});
