import type { ModalView } from '@slack/types';
import type { Message } from '../../messages/kit/message.ts';
import { checkBlocks } from '../../sandbox/slack/blocks/check-blocks.ts';
import { checkView } from '../../sandbox/slack/blocks/check-view.ts';
import { type JsonObject, jsonObjects } from '../../sandbox/slack/json.ts';
import { readBlocks } from '../../sandbox/slack/transcript/block-text.ts';
import { readMrkdwn } from '../../sandbox/slack/transcript/inline-text.ts';
import type { Reader } from '../../sandbox/slack/transcript/reader.ts';

/** Noon of the day on which the cards of these tests are looked at. */
export const noon = Date.parse('2026-03-02T12:00:00Z');

const names: ReadonlyMap<string, string> = new Map([
  ['U0ADA', 'Ada'],
  ['U0GRACE', 'Grace'],
]);

const reader: Reader = {
  userName: (id) => names.get(id) ?? id,
  channelName: (id) => (id === 'C0PAY' ? 'team-payments' : id),
  usergroupHandle: (id) => (id === 'S0PAY' ? 'payments' : id),
  dates: { timeZone: 'UTC', now: noon },
};

/** A message as a person reads it in the channel. */
export function read({ blocks }: Message): string {
  return readBlocks(plain(blocks), reader);
}

/** A message as a notification shows it. */
export function readFallback({ text }: Message): string {
  return readMrkdwn(text, reader);
}

/** A dialog as a person reads it: title, body, buttons. */
export function readModal(view: ModalView): string {
  const buttons = [view.submit, view.close].flatMap((button) => (button ? [`[ ${button.text} ]`] : []));
  return [view.title.text, readBlocks(plain(view.blocks), reader), buttons.join('  ')].join('\n');
}

/** What Slack would refuse in a message; empty when it takes it. */
export function refusals({ blocks }: Message): readonly string[] {
  const { problems, isTooLong } = checkBlocks(plain(blocks), 'message');
  return isTooLong ? [...problems, 'msg_blocks_too_long'] : problems;
}

/** What Slack would refuse in a dialog. */
export function modalRefusals(view: ModalView): readonly string[] {
  return plain([view]).flatMap((each) => checkView(each, 'modal'));
}

/** As it goes over the wire. */
export function plain(objects: readonly object[]): JsonObject[] {
  return jsonObjects(JSON.parse(JSON.stringify(objects)));
}
