import type { LabelSelector, Strings } from '../model.ts';
import { badRequest } from '../status.ts';

export type LabelTest = (labels: Strings) => boolean;

const everything: LabelTest = () => true;

/** Splits on commas that are not inside the parentheses of a set. */
function splitRequirements(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map((each) => each.trim());
}

const name = '[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?';
const value = '[A-Za-z0-9._-]*';
const isPresent = new RegExp(`^${name}$`);
const isAbsent = new RegExp(`^!\\s*(${name})$`);
const isEquality = new RegExp(`^(${name})\\s*(==|=|!=)\\s*(${value})$`);
const isSet = new RegExp(`^(${name})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);

function testOf(requirement: string): LabelTest {
  if (isPresent.test(requirement)) return (labels) => Object.hasOwn(labels, requirement);
  const absent = isAbsent.exec(requirement);
  if (absent !== null) return (labels) => !Object.hasOwn(labels, absent[1] ?? '');
  const equality = isEquality.exec(requirement);
  if (equality !== null) {
    const [, key = '', , operator, wanted = ''] = equality;
    return operator === '!=' ? (labels) => labels[key] !== wanted : (labels) => labels[key] === wanted;
  }
  const set = isSet.exec(requirement);
  if (set !== null) return setTest(set[1] ?? '', set[3] === 'in', splitRequirements(set[4] ?? ''));
  throw badRequest(`unable to parse requirement: found '${requirement}', expected: a label requirement`);
}

function setTest(key: string, isMember: boolean, values: string[]): LabelTest {
  const wanted = new Set(values);
  return (labels) => {
    const actual = labels[key];
    // A missing label satisfies `notin`, as in Kubernetes.
    return actual === undefined ? !isMember : wanted.has(actual) === isMember;
  };
}

/** The test for a `labelSelector` query parameter; a bad one is a 400. */
export function parseLabelSelector(text: string): LabelTest {
  if (text.trim() === '') return everything;
  const tests = splitRequirements(text).map(testOf);
  return (labels) => tests.every((test) => test(labels));
}

/** The test for the selector object of a workload. */
export function selectorTest(selector: LabelSelector): LabelTest {
  const wanted = Object.entries(selector.matchLabels ?? {});
  const tests = (selector.matchExpressions ?? []).map((expression): LabelTest => {
    const { key, operator, values = [] } = expression;
    if (operator === 'Exists') return (labels) => Object.hasOwn(labels, key);
    if (operator === 'DoesNotExist') return (labels) => !Object.hasOwn(labels, key);
    return setTest(key, operator === 'In', values);
  });
  return (labels) =>
    wanted.every(([key, expected]) => labels[key] === expected) && tests.every((test) => test(labels));
}

/** The selector as text, for the Scale subresource and for tables. */
export function selectorText(selector: LabelSelector): string {
  const equalities = Object.entries(selector.matchLabels ?? {}).map(([key, wanted]) => `${key}=${wanted}`);
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
  });
  return [...equalities, ...expressions].sort().join(',');
}
