import { expect, it } from 'vitest';
import { renderSlackDate } from '../../../../sandbox/slack/text/slack-date.ts';

const at = Date.UTC(2026, 10, 20, 14, 2, 7) / 1000;
const rendering = { now: at * 1000 + 180_000, timeZone: 'UTC' };

it.each([
  ['{date_num} {time_secs}', '2026-11-20 14:02:07'],
  ['{date_short} at {time}', '20 Nov 2026 at 14:02'],
  ['{date_short_pretty} {time}', 'today 14:02'],
  ['{date_long}', 'Friday, 20 November 2026'],
  ['{date}', '20 November'],
  ['{ago}', '3 minutes ago'],
  ['{unknown}', '{unknown}'],
])('renders %s', (format, expected) => {
  expect(renderSlackDate(at, format, rendering)).toBe(expected);
});

it('knows yesterday, and what is still to come', () => {
  const tomorrow = { ...rendering, now: at * 1000 + 86_400_000 };

  expect(renderSlackDate(at, '{date_pretty}', tomorrow)).toBe('yesterday');
  expect(renderSlackDate(at, '{ago}', { ...rendering, now: at * 1000 - 7_200_000 })).toBe('in 2 hours');
});
