import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node } from 'yaml';
import type { KeyPath } from './key-path.ts';

interface Found {
  readonly node: Node | undefined;
  /** Where the key stands, or the item itself in a list. */
  readonly keyOffset: number;
}

/** The node of the value, with aliases followed. */
export function nodeAt(document: Document, path: KeyPath): Node | undefined {
  return find(document, path)?.node;
}

/** Offset in the text of a value or of its key; of the nearest thing around it when it is not there. */
export function placeOf(document: Document, path: KeyPath, part: 'key' | 'value'): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const found = find(document, path.slice(0, length));

    if (found !== undefined) {
      const isWanted = length === path.length;
      return isWanted && part === 'value' ? (found.node?.range?.[0] ?? found.keyOffset) : found.keyOffset;
    }
  }
  return 0;
}

/** The path of the last of these nodes, each of which holds the next. */
export function pathOf(chain: readonly unknown[]): KeyPath {
  return chain.flatMap((node, index): KeyPath => {
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : ''];
    return isSeq(node) ? [node.items.indexOf(chain[index + 1])] : [];
  });
}

function find(document: Document, path: KeyPath): Found | undefined {
  const root: Found = { node: document.contents ?? undefined, keyOffset: document.contents?.range?.[0] ?? 0 };

  return path.reduce<Found | undefined>((found, key) => found && step(document, found, key), root);
}

function step(document: Document, { node }: Found, key: string | number): Found | undefined {
  if (isSeq(node)) return foundNode(document, node.items[Number(key)]);
  if (!isMap(node)) return undefined;

  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  if (pair === undefined) return undefined;

  const keyOffset = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  return { node: resolved(document, pair.value), keyOffset };
}

function foundNode(document: Document, item: unknown): Found | undefined {
  return isNode(item) ? { node: resolved(document, item), keyOffset: item.range?.[0] ?? 0 } : undefined;
}

function resolved(document: Document, value: unknown): Node | undefined {
  if (isAlias(value)) return value.resolve(document);
  return isNode(value) ? value : undefined;
}
