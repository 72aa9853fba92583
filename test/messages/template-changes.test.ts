import { describe, expect, it } from 'vitest';
import { renderCard } from '../../messages/card.ts';
import { changesSentence, changeWords } from '../../messages/template-changes.ts';
import type { TemplateChange } from '../../src/domain/rollout/template-change.ts';
import { cardOf, failing, podCounts } from './cards.ts';
import { hostileTexts } from './hostile.ts';
import { noon, read } from './read.ts';

function change(overrides: Partial<TemplateChange>): TemplateChange {
  return { what: 'env', how: 'changed', container: 'payments-api', name: 'DB_POOL_SIZE', ...overrides };
}

describe('what changed', () => {
  it.each<[string, Partial<TemplateChange>]>([
    ['env DB_POOL_SIZE', {}],
    ['env DB_POOL_SIZE added', { how: 'added' }],
    ['env DB_POOL_SIZE removed', { how: 'removed' }],
    ['env DB_POOL_SIZE changed', { to: 'Secret payments pool-size' }],
    [
      'env DB_POOL_SIZE: ConfigMap a size → ConfigMap a pool',
      { from: 'ConfigMap a size', to: 'ConfigMap a pool' },
    ],
    ['memory limit 256Mi → 512Mi', { what: 'limit', name: 'memory', from: '256Mi', to: '512Mi' }],
    ['cpu request 100m removed', { what: 'request', how: 'removed', name: 'cpu', from: '100m' }],
    [
      'ConfigMap payments-config → payments-config-v2',
      {
        what: 'reference',
        name: 'ConfigMap',
        container: '',
        from: 'payments-config',
        to: 'payments-config-v2',
      },
    ],
    [
      'env from Secret payments added',
      { what: 'env-from', how: 'added', name: 'Secret payments', to: 'Secret payments' },
    ],
    ['volume data added', { what: 'volume', how: 'added', name: 'data', container: '' }],
    [
      'volume data: ConfigMap a → Secret b',
      { what: 'volume', name: 'data', container: '', from: 'ConfigMap a', to: 'Secret b' },
    ],
    ['mount /data changed', { what: 'mount', name: '/data' }],
    ['readiness probe changed', { what: 'probe', name: 'readiness' }],
    ['arguments changed', { what: 'setting', name: 'args' }],
    [
      'service account: default → payments',
      { what: 'setting', name: 'serviceAccountName', from: 'default', to: 'payments' },
    ],
    [
      'image of migrate v1 → v2',
      { what: 'image', container: 'migrate', name: 'image', from: 'r.example/m:v1', to: 'r.example/m:v2' },
    ],
    ['container proxy added', { what: 'container', how: 'added', container: 'proxy', name: '', to: 'app' }],
    [
      'init container migrate removed',
      { what: 'container', how: 'removed', container: 'migrate', name: '', from: 'init' },
    ],
    ['annotation checksum/config changed', { what: 'annotation', name: 'checksum/config', container: '' }],
  ])('%s', (words, given) => {
    expect(changeWords([change(given)], false)).toEqual([words]);
  });

  it('names the container where there is more than one', () => {
    expect(changeWords([change({ what: 'limit', name: 'memory', from: '1Gi', to: '2Gi' })], true)).toEqual([
      'memory limit of payments-api 1Gi → 2Gi',
    ]);
  });

  it('names variables of one fate together, and counts what is very much', () => {
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => change({ name: `V${index}` }));
    const settings = Array.from({ length: 9 }, (_, index) => change({ what: 'setting', name: `s${index}` }));

    expect(changesSentence(names(3), false)).toBe('Changed: env V0, V1 and V2.');
    expect(changesSentence(names(8), false)).toBe('Changed: env V0, V1, V2, V3, V4 and 3 more.');
    expect(changeWords(settings, false).at(-1)).toBe('and 3 more');
  });

  it('is one line whatever the names are', () => {
    for (const name of hostileTexts) {
      const sentence = changesSentence([change({ name, container: name, from: name, to: name })], true);

      expect(sentence.length).toBeLessThan(400);
      expect(sentence).not.toMatch(/[\n\u202e]/);
    }
  });
});

describe('a card', () => {
  const changed = [
    change({}),
    change({ what: 'limit', name: 'memory', from: '256Mi', to: '512Mi' }),
  ] as const;

  it('says what a new configuration changed', () => {
    const card = cardOf({ change: 'configuration', changed, previousLabel: 'v43', counts: podCounts(1) });

    expect(read(renderCard(card, noon, 'plain'))).toMatchInlineSnapshot(`
      "▸ payments-api · v43 (8f3c2d1)
      payments-api v43 → prod: 1 of 3 pods updated · new configuration, same image
      ● prod · 1 of 3 pods on v43
      Changed: env DB_POOL_SIZE; memory limit 256Mi → 512Mi.
      2 older pods still serve traffic.
      started today at 11:55"
    `);
  });

  it('says it before the trouble that may come of it, beside a new image too', () => {
    const text = read(renderCard(cardOf({ ...failing, changed }), noon, 'plain'));

    expect(text.indexOf('Changed: env DB_POOL_SIZE; memory limit')).toBeGreaterThan(0);
    expect(text.indexOf('Changed:')).toBeLessThan(text.indexOf('exits with code 1'));
  });
});
