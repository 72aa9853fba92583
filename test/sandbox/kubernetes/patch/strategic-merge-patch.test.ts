import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../sandbox/kubernetes/model.ts';
import { applyStrategicMergePatch } from '../../../../sandbox/kubernetes/patch/strategic-merge-patch.ts';

const containers = [
  { name: 'web', image: 'web:1', ports: [{ containerPort: 80, protocol: 'TCP' }] },
  { name: 'proxy', image: 'proxy:1' },
];

describe('a strategic merge patch', () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      'merges items by their key and adds new ones',
      {
        containers: [
          { name: 'web', image: 'web:2' },
          { name: 'new', image: 'new:1' },
        ],
      },
      {
        containers: [
          { ...containers[0], image: 'web:2' },
          containers[1],
          { name: 'new', image: 'new:1' },
        ] as JsonObject[],
      },
    ],
    [
      'deletes an item',
      { containers: [{ name: 'web', $patch: 'delete' }] },
      { containers: [containers[1]] as JsonObject[] },
    ],
    [
      'replaces a list when told to',
      { containers: [{ $patch: 'replace' }, { name: 'only', image: 'only:1' }] },
      { containers: [{ name: 'only', image: 'only:1' }] },
    ],
    [
      'orders items as told',
      {
        '$setElementOrder/containers': [{ name: 'proxy' }, { name: 'web' }],
        containers: [{ name: 'web', image: 'web:2' }],
      },
      { containers: [containers[1], { ...containers[0], image: 'web:2' }] as JsonObject[] },
    ],
    ['removes a field by null', { containers: null }, {}],
    [
      'replaces lists that have no key',
      { containers: [{ name: 'proxy', args: ['-v'] }] },
      { containers: [containers[0], { ...containers[1], args: ['-v'] }] as JsonObject[] },
    ],
  ])('%s', (_what, patch, expected) => {
    const document = { containers: structuredClone(containers) as JsonObject[] };

    expect(applyStrategicMergePatch(document, patch)).toEqual(expected);
    expect(document.containers).toEqual(containers);
  });

  test('keeps only the keys it retains, as for a strategy that changes its type', () => {
    const document = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } };

    const patched = applyStrategicMergePatch(document, {
      strategy: { $retainKeys: ['type'], type: 'Recreate' },
    });

    expect(patched).toEqual({ strategy: { type: 'Recreate' } });
  });

  test('takes values out of a list of plain ones and adds to it as to a set', () => {
    const document = { metadata: { finalizers: ['a', 'b'] } };

    const without = applyStrategicMergePatch(document, {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] },
    });
    const more = applyStrategicMergePatch(document, { metadata: { finalizers: ['b', 'c'] } });

    expect(without).toEqual({ metadata: { finalizers: ['b'] } });
    expect(more).toEqual({ metadata: { finalizers: ['a', 'b', 'c'] } });
  });

  test('needs the key of an item', () => {
    expect(() => applyStrategicMergePatch({ containers: [] }, { containers: [{ image: 'x' }] })).toThrow(
      'map: {"image":"x"} does not contain declared merge key: name',
    );
  });
});
