import { expect, test } from 'vitest';
import {
  parseLabelSelector,
  selectorTest,
  selectorText,
} from '../../../../sandbox/kubernetes/selectors/label.ts';

const labels = { app: 'web', tier: 'gold', 'example.com/on': '' };

test.each([
  ['', true],
  ['app=web', true],
  ['app==web,tier!=tin', true],
  ['app!=web', false],
  ['missing!=anything', true],
  ['app in (web, api)', true],
  ['app in (api)', false],
  ['tier notin (tin,lead)', true],
  ['missing notin (tin)', true],
  ['app', true],
  ['!app', false],
  ['!missing', true],
  ['example.com/on=', true],
  ['app in (web),!missing,tier=gold', true],
])('%j matches: %s', (selector, isMatch) => {
  expect(parseLabelSelector(selector)(labels)).toBe(isMatch);
});

test.each(['app in web', 'app=a=b', '=web', 'app,,tier', 'a b'])('%j cannot be parsed', (selector) => {
  expect(() => parseLabelSelector(selector)).toThrow('unable to parse requirement');
});

test('a selector object matches and prints like its text', () => {
  const selector = {
    matchLabels: { app: 'web' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['gold', 'tin'] },
      { key: 'missing', operator: 'DoesNotExist' },
      { key: 'tier', operator: 'Exists' },
    ],
  };

  expect(selectorTest(selector)(labels)).toBe(true);
  expect(selectorTest(selector)({ ...labels, missing: '' })).toBe(false);
  expect(selectorText(selector)).toBe('!missing,app=web,tier,tier in (gold,tin)');
});
