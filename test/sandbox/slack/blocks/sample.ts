import type { Surface } from '../../../../sandbox/slack/blocks/rule.ts';

export interface Sample {
  /** What is wrong, or what kind it is. */
  name: string;
  block: unknown;
  surface?: Surface;
  /** Part of the sentence Slack would answer; absent for a valid block. */
  problem?: string;
}

export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const long = (length: number) => 'x'.repeat(length);
export const richText = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});
export const button = (more: object = {}) => ({
  type: 'button',
  action_id: 'go',
  text: plain('Go'),
  ...more,
});
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const input = (element: object) => ({ type: 'input', label: plain('Label'), element });
export const option = (value: string) => ({ text: plain(value), value });
export const options = (count: number) => Array.from({ length: count }, (_, index) => option(`o${index}`));
export const task = (more: object = {}) => ({
  type: 'task_card',
  task_id: 't1',
  title: 'build',
  status: 'complete',
  ...more,
});
export const confirm = (more: object = {}) => ({ text: plain('Sure?'), ...more });
export const container = (more: object = {}) => ({
  type: 'container',
  title: plain('Log'),
  child_blocks: [{ type: 'divider' }],
  ...more,
});
export const table = (more: object = {}) => ({
  type: 'table',
  rows: [[{ type: 'raw_text', text: 'a' }]],
  ...more,
});
