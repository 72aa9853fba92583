import { describe, expect, it } from 'vitest';
import { fewRows, rowsOf } from '../../messages/card/row.ts';
import { rowBlocks } from '../../messages/card/rows.ts';
import type { BuildStep, StepStatus } from '../../src/domain/build/build.ts';
import { build, card, release, rollout } from './cards.ts';
import { noon } from './read.ts';

const steps = (count: number, status: StepStatus, name: string): BuildStep[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${name}-${index}`,
    title: `${name} ${index}`,
    status,
  }));

const rowsWith = (...all: BuildStep[]) => rowsOf(card({ build: build({ steps: all }), releases: [] }));

function planTitle(rows: ReturnType<typeof rowsOf>): string {
  const [plan] = rowBlocks(rows, 'plan');
  return plan?.type === 'plan' ? plan.title : '';
}

describe('a card with very many steps', () => {
  it('counts those, too, that it does not show', () => {
    const rows = rowsWith(...steps(57, 'passed', 'unit'), ...steps(24, 'pending', 'end-to-end'));

    expect(rows).toHaveLength(24);
    expect(rows.at(-1)?.title).toBe('and 58 more steps');
    expect(planTitle(rows)).toBe('Build · 57 of 81 done');
  });

  it('counts the same when room is short', () => {
    const rows = fewRows(rowsWith(...steps(57, 'passed', 'unit'), ...steps(24, 'pending', 'end-to-end')));

    expect(rows.map(({ title }) => title)).toEqual([
      'end-to-end 0',
      'end-to-end 1',
      'end-to-end 2',
      'end-to-end 3',
      'end-to-end 4',
      'and 76 more steps',
    ]);
    expect(planTitle(rows)).toBe('Build · 57 of 81 done');
  });

  it('does not spin for the rest of a build that failed', () => {
    const failed = rowsWith(...steps(1, 'failed', 'compile'), ...steps(80, 'running', 'unit'));
    const running = rowsWith(...steps(81, 'running', 'unit'));

    expect(failed.at(-1)).toMatchObject({ title: 'and 58 more steps', status: 'pending' });
    expect(running.at(-1)).toMatchObject({ title: 'and 58 more steps', status: 'in_progress' });
  });
});

describe('a time under a second', () => {
  it('is left out of a row', () => {
    const live = rollout({ status: 'complete', startedAt: noon, endedAt: noon + 400 });

    const [row] = rowsOf(card({ releases: [release({ rollouts: [live] })] }));

    expect(row?.title).toMatch(/^prod · .* on v43$/);
  });
});
