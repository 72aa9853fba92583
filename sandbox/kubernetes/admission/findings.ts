import type { LabelSelector, Strings } from '../model.ts';
import type { Cause } from '../status.ts';

export type Findings = Cause[];

/** A value that field errors print in Go's syntax. */
export interface GoValue {
  goText: string;
}

function isGoValue(value: unknown): value is GoValue {
  return typeof value === 'object' && value !== null && 'goText' in value;
}

function shown(value: unknown): string {
  return isGoValue(value) ? value.goText : JSON.stringify(value ?? null);
}

function goMap(labels: Strings): string {
  const entries = Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1));
  return `map[string]string{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(', ')}}`;
}

export function goLabels(labels: Strings): GoValue {
  return { goText: goMap(labels) };
}

export function goSelector(selector: LabelSelector): GoValue {
  const labels = selector.matchLabels === undefined ? 'map[string]string(nil)' : goMap(selector.matchLabels);
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    const list = values.map((value) => JSON.stringify(value)).join(', ');
    return `v1.LabelSelectorRequirement{Key:${JSON.stringify(key)}, Operator:${JSON.stringify(operator)}, Values:[]string{${list}}}`;
  });
  const shownExpressions = expressions.length === 0 ? '(nil)' : `{${expressions.join(', ')}}`;
  return {
    goText: `v1.LabelSelector{MatchLabels:${labels}, MatchExpressions:[]v1.LabelSelectorRequirement${shownExpressions}}`,
  };
}

/** `Invalid value: …: detail`, as field.Invalid prints it. */
export function cause(field: string, value: unknown, detail: string): Cause {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${shown(value)}: ${detail}` };
}

export function required(field: string, detail = ''): Cause {
  return {
    reason: 'FieldValueRequired',
    field,
    message: detail === '' ? 'Required value' : `Required value: ${detail}`,
  };
}

export function duplicate(field: string, value: unknown): Cause {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${shown(value)}` };
}

export function unsupported(field: string, value: unknown, supported: string[]): Cause {
  const list = supported.map((each) => JSON.stringify(each)).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: `Unsupported value: ${shown(value)}: supported values: ${list}`,
  };
}
