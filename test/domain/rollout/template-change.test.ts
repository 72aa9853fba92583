import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostChanges, reversed, templateChanges } from '../../../src/domain/rollout/template-change.ts';
import {
  encodeFacts,
  type FactKind,
  factKinds,
  factsOnlyIn,
  type TemplateFact,
} from '../../../src/domain/rollout/template-fact.ts';

function fact(what: FactKind, name: string, value: string, rest: Partial<TemplateFact> = {}): TemplateFact {
  return { container: 'api', what, name, value, isShown: true, ...rest };
}
const secret = (name: string, value: string) => fact('env', name, value, { isShown: false });
const changes = (from: readonly TemplateFact[], to: readonly TemplateFact[]) =>
  templateChanges(encodeFacts(from), encodeFacts(to));
const api = { container: 'api' };

describe('what differs between two templates', () => {
  it('is nothing when they say the same', () => {
    expect(changes([secret('A', 'x')], [secret('A', 'x')])).toEqual([]);
  });

  it('is a variable by its name, and never its value', () => {
    const found = changes(
      [secret('DB_POOL_SIZE', 'digest-1'), secret('OLD', 'x')],
      [secret('DB_POOL_SIZE', 'digest-2'), secret('NEW', 'x')],
    );

    expect(found).toEqual([
      { what: 'env', how: 'removed', name: 'OLD', ...api },
      { what: 'env', how: 'changed', name: 'DB_POOL_SIZE', ...api },
      { what: 'env', how: 'added', name: 'NEW', ...api },
    ]);
    expect(JSON.stringify(found)).not.toContain('digest');
  });

  it('is a resource with its values', () => {
    expect(changes([fact('limit', 'memory', '256Mi')], [fact('limit', 'memory', '512Mi')])).toEqual([
      { what: 'limit', how: 'changed', name: 'memory', from: '256Mi', to: '512Mi', ...api },
    ]);
  });

  it('is one ConfigMap, however many variables and volumes name it', () => {
    const naming = (name: string) => [
      fact('env', 'DB_URL', `ConfigMap ${name} DB_URL`),
      fact('env', 'DB_POOL_SIZE', `ConfigMap ${name} DB_POOL_SIZE`),
      fact('env-from', `ConfigMap ${name}`, `ConfigMap ${name}`),
      fact('volume', 'config', `ConfigMap ${name}`, { container: '' }),
    ];

    expect(changes(naming('payments-config'), naming('payments-config-v2'))).toEqual([
      {
        what: 'reference',
        how: 'changed',
        container: '',
        name: 'ConfigMap',
        from: 'payments-config',
        to: 'payments-config-v2',
      },
    ]);
  });

  it('is the variable when it is another key, or another kind of object', () => {
    const from = [fact('env', 'A', 'ConfigMap c a'), fact('env', 'B', 'ConfigMap c b')];
    const to = [fact('env', 'A', 'ConfigMap c z'), fact('env', 'B', 'Secret c b')];

    expect(changes(from, to).map(({ what, name }) => [what, name])).toEqual([
      ['env', 'A'],
      ['env', 'B'],
    ]);
  });

  it('is told of a variable that was said itself and is now referred to, without what it was', () => {
    expect(changes([secret('A', 'x')], [fact('env', 'A', 'Secret s a')])).toEqual([
      { what: 'env', how: 'changed', name: 'A', to: 'Secret s a', ...api },
    ]);
  });

  it('is a container that comes, and not all that it says', () => {
    const proxy = { container: 'proxy' };
    const found = changes(
      [fact('container', '', 'app')],
      [
        fact('container', '', 'app'),
        fact('container', '', 'app', proxy),
        fact('limit', 'memory', '64Mi', proxy),
        fact('env', 'PORT', 'x', { ...proxy, isShown: false }),
      ],
    );

    expect(found).toEqual([{ what: 'container', how: 'added', name: '', to: 'app', ...proxy }]);
  });

  it('counts the later one of a name that is said twice', () => {
    expect(changes([secret('A', '1'), secret('A', '2')], [secret('A', '2')])).toEqual([]);
  });

  it('ends somewhere', () => {
    const many = Array.from({ length: 300 }, (_, index) => secret(`A${index}`, 'x'));

    expect(changes([], many)).toHaveLength(mostChanges);
  });
});

const anyFact = fc.record({
  container: fc.constantFrom('', 'api', 'proxy'),
  what: fc.constantFrom(...factKinds),
  name: fc.oneof(fc.constantFrom('A', 'memory', '__proto__', ''), fc.string()),
  value: fc.oneof(fc.constantFrom('x', 'ConfigMap a k', 'ConfigMap b k', 'Secret s'), fc.string()),
  isShown: fc.boolean(),
});
const anyFacts = fc.array(anyFact, { maxLength: 12 });

describe('the difference of any two templates', () => {
  it('is none with itself, and the same seen from the other side', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (from, to) => {
        const [one, other] = [encodeFacts(from), encodeFacts(to)];

        expect(templateChanges(one, one)).toEqual([]);
        expect(reversed(reversed(templateChanges(one, other)))).toEqual(templateChanges(one, other));
        expect(templateChanges(one, other).length === 0).toBe(templateChanges(other, one).length === 0);
      }),
    );
  });

  it('shows no value that is not to be shown', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (from, to) => {
        const hidden = (facts: typeof from) =>
          facts.map((each, index) => ({ ...each, value: `hidden-${index}-${each.value}`, isShown: false }));

        expect(JSON.stringify(changes(hidden(from), hidden(to)))).not.toContain('hidden-');
      }),
    );
  });

  it('is made of text of any kind', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(() => templateChanges(one, other)).not.toThrow();
        expect(factsOnlyIn(one, '').size).toBeLessThanOrEqual(one.split('\n').length);
      }),
    );
  });
});
