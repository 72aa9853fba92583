import { describe, expect, it } from 'vitest';
import { ago, moment, mrkdwnDate } from '../../../messages/kit/date.ts';

const at = Date.parse('2026-03-02T14:02:07Z');

describe('a moment', () => {
  it('is shown in the time zone of whoever reads, with UTC where dates are not understood', () => {
    expect(moment(at)).toEqual({
      kind: 'date',
      timestamp: 1_772_460_127,
      format: '{date_short_pretty} at {time}',
      fallback: '2026-03-02 14:02 UTC',
    });
  });

  it('is a token of mrkdwn', () => {
    expect(mrkdwnDate(ago(at))).toBe('<!date^1772460127^{ago}|2026-03-02 14:02 UTC>');
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, -1, 1e300])(
    'of a broken clock (%d) is still a date',
    (broken) => {
      expect(mrkdwnDate(moment(broken))).toMatch(/^<!date\^\d+\^[^^|]+\|\d{4}-\d\d-\d\d \d\d:\d\d UTC>$/);
    },
  );
});
