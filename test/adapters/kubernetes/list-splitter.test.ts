import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createListSplitter } from '../../../src/adapters/kubernetes/list-splitter.ts';

/** Whatever a splitter makes of bytes that come in pieces of these sizes, over and over. */
function split(
  source: string | Buffer,
  sizes: readonly number[] = [Number.POSITIVE_INFINITY],
  maxBytes = 10_000,
) {
  const bytes = Buffer.from(source);
  const items: unknown[] = [];
  const splitter = createListSplitter({
    onItem: (json) => items.push(JSON.parse(json.toString())),
    maxBytes,
  });
  for (let at = 0, piece = 0; at < bytes.length; piece += 1) {
    const size = sizes[piece % sizes.length] ?? 1;
    splitter.push(bytes.subarray(at, at + size));
    at += size;
  }
  return { items, rest: splitter.end() };
}

const metadata = { resourceVersion: '7', continue: 'more' };
const hostile = [
  { name: 'quotes " and \\ and \\" and {[' },
  { name: '],"items":[{"a":1}],[' },
  { 'items"': [{}, [], ''], items: [1, [2]] },
  { name: 'naïve 👩‍🚀 \u2028' },
  {},
  { nested: { items: [{ deep: [[[{}]]] }] } },
];

describe('splitting a list', () => {
  it('hands on each item, wherever the pieces end', () => {
    const source = JSON.stringify({ kind: 'PodList', metadata, items: hostile });

    for (let end = 1; end < Buffer.byteLength(source); end += 1) {
      expect(split(source, [end, Number.POSITIVE_INFINITY]), `cut at ${end}`).toEqual({
        items: hostile,
        rest: { kind: 'PodList', metadata, items: [] },
      });
    }
  });

  it('hands on any items in pieces of any sizes, with white space and without', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), sizes, fc.constantFrom(0, 2), (items, pieces, indent) => {
        const source = JSON.stringify({ items, metadata, other: { items: [1] } }, undefined, indent);

        const { items: found, rest } = split(source, pieces);

        expect(found).toEqual(JSON.parse(JSON.stringify(items)));
        expect(rest).toEqual({ items: [], metadata, other: { items: [1] } });
      }),
    );
  });

  it.each([
    ['no items', { metadata, items: [] }],
    ['null for items', { metadata, items: null }],
    ['an object for items', { metadata, items: { a: [1] } }],
    ['no member of that name', { metadata, entries: [1, 2] }],
    ['a name that only ends like it', { metadata, 'my"items': [1] }],
    ['another kind of answer', ['items', [1]]],
  ])('has nothing to hand on where there is %s', (_what, list) => {
    expect(split(JSON.stringify(list), [3])).toEqual({ items: [], rest: list });
  });

  it('does not take a list that was cut off for a list', () => {
    const source = JSON.stringify({ metadata, items: [{ name: 'a' }, { name: 'b' }] });

    for (let end = 0; end < source.length; end += 1) {
      expect(() => split(source.slice(0, end)), source.slice(0, end)).toThrow(SyntaxError);
    }
  });

  it('does not hold a part without end', () => {
    const endless = 'x'.repeat(600);

    expect(() => split(`{"items":["${endless}`, [100], 500)).toThrow(RangeError);
    expect(() => split(`{"kind":"${endless}`, [100], 500)).toThrow(RangeError);
  });

  it('is not slower for a depth of nesting or a number of lists', () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    const many = Array.from({ length: 50_000 }, () => '"a":[]').join(',');
    let length = 0;
    const splitter = createListSplitter({
      onItem: (json) => {
        length += json.length;
      },
      maxBytes: 10_000_000,
    });

    splitter.push(Buffer.from(`{${many},"items":[${deep}]}`));

    expect(length).toBe(deep.length);
    expect(splitter.end()).toEqual({ a: [], items: [] });
  });
});
