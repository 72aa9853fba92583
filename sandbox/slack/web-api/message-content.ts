import { assignIds } from '../blocks/assign-ids.ts';
import { checkBlocks } from '../blocks/check-blocks.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { refusalWithMessages, SlackApiError } from '../slack-api-error.ts';
import type { World } from '../state/world.ts';
import type { CallArguments } from './call-arguments.ts';

export interface MessageContent {
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
}

// Slack does not publish its cap on metadata; this is far above what a bot should send.
const maximumMetadataCharacters = 8000;
const maximumAttachments = 100;

/** Reads and checks text, blocks and attachments of a message; Slack's error when it would refuse them. */
export function readMessageContent(call: CallArguments, world: World): MessageContent {
  const blocks = readBlocks(call.structure('blocks'), world);
  const attachments = readAttachments(call.structure('attachments'));
  const text = call.text('text') ?? call.text('markdown_text') ?? '';
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new SlackApiError('no_text');

  return { text, blocks, attachments };
}

/** Checks blocks for a message and gives each the id Slack would generate. */
export function readBlocks(value: unknown, world: World): JsonObject[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new SlackApiError('invalid_blocks_format');

  const verdict = checkBlocks(value, 'message');
  if (verdict.problems.length > 0) throw refusalWithMessages('invalid_blocks', verdict.problems);
  if (verdict.isTooLong) throw new SlackApiError('msg_blocks_too_long');
  return assignIds(value, world.timestamps);
}

function readAttachments(value: unknown): JsonObject[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new SlackApiError('invalid_attachments');
  if (value.length > maximumAttachments) throw new SlackApiError('too_many_attachments');
  return value.filter(isJsonObject);
}

/** `metadata` of a message: `{event_type, event_payload}`, or an empty object to remove it. */
export function readMetadata(call: CallArguments): JsonObject | undefined {
  const value = call.structure('metadata');
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw new SlackApiError('invalid_metadata_format');
  if (Object.keys(value).length === 0) return value;
  if (typeof value['event_type'] !== 'string' || !isJsonObject(value['event_payload'])) {
    throw new SlackApiError('invalid_metadata_schema');
  }
  if (JSON.stringify(value).length > maximumMetadataCharacters) throw new SlackApiError('metadata_too_large');
  return value;
}
