import { describe, expect, it } from 'vitest';
import { parseMissingReference } from '../../../src/domain/problem/missing-reference.ts';
import { threadTimeOf } from '../../thread-time.ts';

describe('the words of the kubelet about what is missing', () => {
  it.each([
    [
      "couldn't find key DB_URL in ConfigMap prod/payments-config",
      { kind: 'ConfigMap', name: 'payments-config', key: 'DB_URL' },
    ],
    [
      "couldn't find key tls.crt in Secret prod/payments-tls",
      { kind: 'Secret', name: 'payments-tls', key: 'tls.crt' },
    ],
    ['configmap "payments-config" not found', { kind: 'ConfigMap', name: 'payments-config' }],
    ['secret "payments-db" not found', { kind: 'Secret', name: 'payments-db' }],
    ['configmaps "payments-config" not found', { kind: 'ConfigMap', name: 'payments-config' }],
    ['container has runAsNonRoot and image will run as root', undefined],
    ['', undefined],
  ])('%s', (message, expected) => {
    expect(parseMissingReference(message)).toEqual(expected);
  });

  it('takes no time over a hostile message', () => {
    const hostile = `couldn't find key ${'a '.repeat(200_000)}in ConfigMap`.repeat(2);

    const tookMs = threadTimeOf(() => {
      expect(parseMissingReference(hostile)).toBeUndefined();
    });

    expect(tookMs).toBeLessThan(1_000);
  });
});
