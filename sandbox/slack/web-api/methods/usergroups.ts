import type { JsonObject } from '../../json.ts';
import { SlackApiError } from '../../slack-api-error.ts';
import type { World } from '../../state/world.ts';
import type { CallArguments } from '../call-arguments.ts';
import type { MethodGroup } from '../web-api-method.ts';

export const usergroups: MethodGroup = {
  'usergroups.list': { scopes: ['usergroups:read'], rate: 'tier2', run: list },
  'usergroups.users.list': { scopes: ['usergroups:read'], rate: 'tier2', run: listUsers },
};

function list(call: CallArguments, world: World): JsonObject {
  const withUsers = call.flag('include_users');
  const groups = world.workspace.usergroups.map((group) => ({
    id: group.id,
    team_id: world.workspace.teamId,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    date_delete: 0,
    ...(call.flag('include_count') ? { user_count: group.users.length } : {}),
    ...(withUsers ? { users: group.users } : {}),
  }));
  return { usergroups: groups };
}

function listUsers(call: CallArguments, world: World): JsonObject {
  const id = call.required('usergroup');
  const group = world.workspace.usergroups.find((one) => one.id === id);
  if (!group) throw new SlackApiError('no_such_subteam');
  return { users: group.users };
}
