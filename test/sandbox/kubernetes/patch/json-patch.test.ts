import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../../sandbox/kubernetes/model.ts';
import { applyJsonPatch } from '../../../../sandbox/kubernetes/patch/json-patch.ts';
import { applyMergePatch } from '../../../../sandbox/kubernetes/patch/merge-patch.ts';

const documents = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((value) => structuredClone(value) as JsonObject);

function pointer(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

test('what is added can be tested for, and removing it gives the document back', () => {
  fc.assert(
    fc.property(documents, fc.string(), fc.jsonValue(), (document, key, value) => {
      fc.pre(!Object.hasOwn(document, key) && key !== '__proto__');
      const path = pointer(key);

      const added = applyJsonPatch(document, [
        { op: 'add', path, value },
        { op: 'test', path, value },
      ]);
      const removed = applyJsonPatch(added, [{ op: 'remove', path }]);

      expect(removed).toEqual(document);
    }),
  );
});

test('arrays take items at an index and at the end, and give them up again', () => {
  const document: JsonObject = { list: ['a', 'c'] };

  const result = applyJsonPatch(document, [
    { op: 'add', path: '/list/1', value: 'b' },
    { op: 'add', path: '/list/-', value: 'd' },
    { op: 'move', from: '/list/0', path: '/list/3' },
    { op: 'copy', from: '/list/0', path: '/first' },
  ]);

  expect(result).toEqual({ list: ['b', 'c', 'd', 'a'], first: 'b' });
  expect(document).toEqual({ list: ['a', 'c'] });
});

test('an index beyond the end does not apply', () => {
  const document: JsonObject = { list: ['a'] };

  expect(() => applyJsonPatch(document, [{ op: 'add', path: '/list/2', value: 'x' }])).toThrow(
    'rejected our request',
  );
  expect(() => applyJsonPatch(document, [{ op: 'remove', path: '/list/1' }])).toThrow('rejected our request');
});

test('a merge patch of a document onto itself changes nothing but its nulls', () => {
  fc.assert(
    fc.property(documents, (document) => {
      fc.pre(!JSON.stringify(document).includes('__proto__'));
      const withoutNulls = (value: Json): Json => {
        if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
        const kept = Object.entries(value).filter(([, inner]) => inner !== null);
        return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
      };

      expect(applyMergePatch({}, document)).toEqual(withoutNulls(document));
    }),
  );
});
