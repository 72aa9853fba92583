import { checkBlocks } from '../../blocks/check-blocks.ts';
import type { JsonObject } from '../../json.ts';
import { refusalWithMessages, SlackApiError } from '../../slack-api-error.ts';
import type { CallArguments } from '../call-arguments.ts';
import type { MethodGroup } from '../web-api-method.ts';

/** Public at Slack: needs no token. */
export const blocks: MethodGroup = {
  'blocks.validate': { scopes: [], rate: 'tier4', run: validate },
};

function validate(call: CallArguments): JsonObject {
  const value = call.structure('blocks');
  if (!Array.isArray(value)) throw new SlackApiError('invalid_blocks_format');
  const { problems } = checkBlocks(value, 'message');
  if (problems.length > 0) throw refusalWithMessages('invalid_blocks', problems);
  return {};
}
