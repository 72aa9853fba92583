/**
 * Takes lists apart: arrays, `kind: List`, and typed ones such as `PodList`, whose items come without kind and
 * apiVersion. Iterative, because a list may hold lists as deep as somebody likes.
 */
export function flattenLists(values: readonly unknown[]): readonly unknown[] {
  const found: unknown[] = [];
  const waiting: unknown[] = [...values].reverse();
  while (waiting.length > 0) {
    const value = waiting.pop();
    const items = itemsOf(value);
    if (items === undefined) found.push(value);
    else for (const item of items.toReversed()) waiting.push(item);
  }
  return found;
}

function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return undefined;
  const { kind, apiVersion, items } = value;
  if (!Array.isArray(items) || typeof kind !== 'string' || !kind.endsWith('List')) return undefined;

  const itemKind = kind.slice(0, -'List'.length);
  if (itemKind === '') return items;
  return items.map((item: unknown) => (isRecord(item) ? { kind: itemKind, apiVersion, ...item } : item));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
