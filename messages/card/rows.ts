import type { KnownBlock } from '@slack/types';
import { context, plan, taskCard } from '../kit/blocks.ts';
import { paragraph, richText } from '../kit/rich-text.ts';
import { type Row, rowMarks } from './row.ts';

/** How a card is drawn: with Slack's plan and task blocks, or with text only. */
export type CardStyle = 'plan' | 'plain';

/** The rows of a card. Both styles say the same. */
export function rowBlocks(rows: readonly Row[], style: CardStyle): readonly KnownBlock[] {
  if (rows.length === 0) return [];
  return style === 'plan' ? [planOf(rows)] : plainRows(rows);
}

function planOf(rows: readonly Row[]): KnownBlock {
  const tasks = rows.map(({ status, title }, index) => taskCard({ id: `row-${index + 1}`, title, status }));
  return plan(planTitle(rows), tasks);
}

/** `Build and rollout · 4 of 6 done` */
function planTitle(rows: readonly Row[]): string {
  const kinds = new Set(rows.map(({ kind }) => kind));
  const what = kinds.size > 1 ? 'Build and rollout' : kinds.has('step') ? 'Build' : 'Rollout';
  const all = rows.reduce((sum, { counts }) => sum + counts.all, 0);
  const done = rows.reduce((sum, { counts }) => sum + counts.done, 0);
  return `${what} · ${done} of ${all} done`;
}

/** Steps side by side, because there are many; a line for each rollout. */
function plainRows(rows: readonly Row[]): readonly KnownBlock[] {
  const written = (kind: Row['kind']) =>
    rows.filter((row) => row.kind === kind).map(({ status, title }) => `${rowMarks[status]} ${title}`);
  const steps = written('step');
  const rollouts = written('rollout');
  const blocks = [
    steps.length === 0 ? undefined : context([[steps.join('   ')]]),
    rollouts.length === 0 ? undefined : richText([paragraph([rollouts.join('\n')])]),
  ];
  return blocks.filter((block) => block !== undefined);
}
