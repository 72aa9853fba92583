import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../src/adapters/kubernetes/moment-of.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const seen = (time: string) => ({
  metadata: { creationTimestamp: '2026-08-01T10:00:00Z' },
  status: { containerStatuses: [{ state: { running: { startedAt: time } } }] },
});

describe('when objects were seen', () => {
  it.each([
    ['now, where they tell of the last hour', [seen('2026-11-25T11:30:00Z')], now],
    [
      'at their newest time, where they were put by',
      [seen('2026-08-01T10:07:00Z')],
      Date.parse('2026-08-01T10:07:00Z'),
    ],
    [
      'in time with a clock that goes ahead of ours',
      [seen('2026-11-25T12:03:00Z')],
      Date.parse('2026-11-25T12:03:00Z'),
    ],
    [
      'by an event, too',
      [{ kind: 'Event', lastTimestamp: '2026-08-01T10:09:00Z' }, seen('2026-08-01T10:07:00Z')],
      Date.parse('2026-08-01T10:09:00Z'),
    ],
    ['now, where nothing says when', [{}, null, 7, { status: 'x' }], now],
    [
      'whatever their annotations say',
      [{ ...seen('2026-08-01T10:07:00Z'), metadata: { annotations: { at: '2026-11-25T11:59:00Z' } } }],
      Date.parse('2026-08-01T10:07:00Z'),
    ],
  ])('%s', (_name, values, expected) => {
    expect(momentOf(values, now)).toBe(expected);
  });
});
