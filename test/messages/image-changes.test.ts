import { describe, expect, it } from 'vitest';
import { imageChanges } from '../../messages/image-changes.ts';

const api = (image: string) => ({ name: 'payments-api', image });
const proxy = (image: string) => ({ name: 'proxy', image });

describe('what a return to another revision changes', () => {
  it('is named by versions, container by container', () => {
    const from = [api('registry.example/payments-api:v43'), proxy('registry.example/proxy:2')];
    const to = [api('registry.example/payments-api:v42'), proxy('registry.example/proxy:2')];

    expect(imageChanges(from, to)).toEqual(['payments-api v43 → v42']);
  });

  it('is told whole where the version does not tell it', () => {
    expect(imageChanges([api('one.example/api:v1')], [api('two.example/api:v1')])).toEqual([
      'payments-api one.example/api:v1 → two.example/api:v1',
    ]);
  });

  it('has containers that come and go', () => {
    expect(
      imageChanges([proxy('registry.example/proxy:2')], [api('registry.example/payments-api:v42')]),
    ).toEqual(['proxy is removed', 'payments-api is added (v42)']);
  });

  it('is counted when it is very much', () => {
    const images = (tag: string) =>
      Array.from({ length: 9 }, (_, index) => ({ name: `c${index}`, image: `registry.example/c:${tag}` }));

    expect(imageChanges(images('v2'), images('v1')).at(-1)).toBe('3 more');
  });
});
