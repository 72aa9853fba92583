import { describe, expect, it } from 'vitest';
import { planNamespaces } from '../../../src/adapters/kubernetes/namespaces.ts';

const many = Array.from({ length: 11 }, (_, index) => `team-${index}`);

describe('a selection of namespaces', () => {
  it.each([
    ['everything', {}, [undefined], ['prod', 'kube-system'], []],
    ['all but some', { exclude: ['kube-*'] }, [undefined], ['prod'], ['kube-system']],
    ['one', { include: ['prod'] }, ['prod'], ['prod'], ['dev']],
    ['a few, once each', { include: ['prod', 'dev', 'prod'] }, ['prod', 'dev'], ['dev'], ['test']],
    [
      'a few without an excluded one',
      { include: ['prod', 'dev'], exclude: ['d*v'] },
      ['prod'],
      ['prod'],
      ['dev'],
    ],
    ['globs', { include: ['team-*'] }, [undefined], ['team-a'], ['prod', 'my-team-a']],
    ['too many for a watch each', { include: many }, [undefined], ['team-10'], ['team-11']],
    ['names with dots taken literally', { include: ['a.b*'] }, [undefined], ['a.b'], ['aXb']],
  ])('%s', (_what, selection, watches, wanted, unwanted) => {
    const plan = planNamespaces(selection);

    expect(plan.watches).toEqual(watches);
    expect(wanted.every(plan.isWanted)).toBe(true);
    expect(unwanted.some(plan.isWanted)).toBe(false);
  });
});
