import { expect } from 'vitest';
import { textLength } from '../../messages/kit/budget.ts';
import { limits } from '../../messages/kit/limits.ts';
import type { Message } from '../../messages/kit/message.ts';
import { refusals } from './read.ts';

/** Slack's stand-in takes the message, and it keeps to the project's own, tighter limits. */
export function expectAccepted(message: Message): void {
  const ids = message.blocks.map(({ block_id }) => block_id);

  expect(refusals(message)).toEqual([]);
  expect(message.text.trim()).not.toBe('');
  expect(message.text.length).toBeLessThanOrEqual(limits.fallbackText);
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(message.blocks.length).toBeLessThanOrEqual(limits.blocks);
  expect(textLength(message.blocks)).toBeLessThanOrEqual(limits.blockText);
  expect(new Set(ids).size).toBe(ids.length);
}

/**
 * No entity of Slack's comes from foreign text: what is written as markup is a date, or names somebody whom the
 * project itself may name.
 */
export function expectNoForeignEntity(message: Message, allowed: readonly RegExp[] = []): void {
  const ours = [/^<!date\^\d+\^[^<>]*>$/, ...allowed];

  for (const text of [message.text, ...mrkdwnOf(message.blocks)]) {
    const entities = text.match(/<[^>]*>?/g) ?? [];
    expect(entities.filter((entity) => !ours.some((pattern) => pattern.test(entity)))).toEqual([]);
  }
}

/** Every text that Slack reads as mrkdwn. */
function mrkdwnOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  const isMrkdwn = Reflect.get(value, 'type') === 'mrkdwn';
  const text: unknown = Reflect.get(value, 'text');
  return isMrkdwn && typeof text === 'string' ? [text] : Object.values(value).flatMap(mrkdwnOf);
}
