import type { Message } from '../../ports.ts';

export const metadataEventType = 'shipmate_message';

/**
 * What posts and updates have in common. Text and blocks go together always: text alone removes the blocks.
 * `parse` is given because chat.update would otherwise turn words into links and mentions.
 */
export function messageArguments(message: Message, key: string): object {
  return {
    text: message.text,
    blocks: message.blocks,
    metadata: { event_type: metadataEventType, event_payload: { key } },
    parse: 'none',
  };
}
