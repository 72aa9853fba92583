import type { JsonObject } from '../../json.ts';
import { SlackApiError } from '../../slack-api-error.ts';
import type { World } from '../../state/world.ts';
import type { CallArguments } from '../call-arguments.ts';
import type { MethodGroup } from '../web-api-method.ts';

export const session: MethodGroup = {
  'auth.test': { scopes: [], rate: 'unlimited', run: whoAmI },
  'api.test': { scopes: [], rate: 'unlimited', run: echo },
};

function whoAmI(_call: CallArguments, world: World): JsonObject {
  const { domain, teamName, botName, teamId, botUserId, botId } = world.workspace;
  return {
    url: `https://${domain}.slack.com/`,
    team: teamName,
    user: botName.toLowerCase(),
    team_id: teamId,
    user_id: botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  };
}

function echo(call: CallArguments): JsonObject {
  const error = call.text('error');
  if (error !== undefined) throw new SlackApiError(error);
  const foo = call.text('foo');
  return { args: foo === undefined ? {} : { foo } };
}
