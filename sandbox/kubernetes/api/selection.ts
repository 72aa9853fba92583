import type { KubernetesObject } from '../model.ts';
import { parseFieldSelector } from '../selectors/field.ts';
import { parseLabelSelector } from '../selectors/label.ts';
import type { Target } from './target.ts';

export interface Selection {
  matches(object: KubernetesObject): boolean;
  /** Whether selectors narrow it down; then the server does not know how many items remain. */
  isNarrowed: boolean;
}

/** Which objects a list or watch is about. */
export function selectionOf(where: Target, query: URLSearchParams): Selection {
  const labelText = query.get('labelSelector') ?? '';
  const fieldText = query.get('fieldSelector') ?? '';
  const hasLabels = parseLabelSelector(labelText);
  const hasFields = parseFieldSelector(where.resource, fieldText);
  const { namespace, name } = where;
  return {
    isNarrowed: labelText !== '' || fieldText !== '',
    matches: (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (name === undefined || object.metadata.name === name) &&
      hasLabels(object.metadata.labels ?? {}) &&
      hasFields(object),
  };
}
