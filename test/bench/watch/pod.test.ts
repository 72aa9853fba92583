import { describe, expect, it } from 'vitest';
import { podJson, resourceVersion } from '../../../bench/watch/pod.ts';

describe('a pod of the watch bench', () => {
  it.each([0, 9, 19_999])('is of the size that pods have, 5 KB of it managedFields: number %i', (index) => {
    const json = podJson(index);
    const pod: { metadata: { managedFields: object[] } } = JSON.parse(json);

    expect(Math.abs(json.length - 12_000)).toBeLessThan(100);
    expect(Math.abs(JSON.stringify(pod.metadata.managedFields).length - 5_000)).toBeLessThan(200);
  });

  it('has one place for a resourceVersion of one width', () => {
    expect(podJson(7).split(`"resourceVersion":"${resourceVersion(0)}"`)).toHaveLength(2);
    expect(resourceVersion(20_000)).toHaveLength(resourceVersion(0).length);
  });
});
