import { limits } from './limits.ts';
import { richText } from './rich-text-rules.ts';
import { byType, list, type Rule, shape } from './rule.ts';
import { literal, oneOf, string, webUrl } from './scalar-rules.ts';

const blockId = { 'block_id?': string({ max: limits.blockId }) };

const source = shape({ type: literal('url'), url: webUrl(limits.button.url), text: string() });

// The spelling is `complete`, not `completed`.
const taskCard = shape({
  type: literal('task_card'),
  ...blockId,
  task_id: string({ max: limits.task.id }),
  title: string({ max: limits.task.title }),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
  'details?': richText,
  'output?': richText,
  'sources?': list(source),
});

export const planRules: Readonly<Record<string, Rule>> = {
  plan: shape({
    type: literal('plan'),
    ...blockId,
    title: string({ max: limits.task.title }),
    'tasks?': list(byType({ task_card: taskCard }), { min: 0 }),
  }),
  task_card: taskCard,
};
