import type { JsonObject } from '../json.ts';
import type { Person } from '../state/workspace.ts';
import type { World } from '../state/world.ts';

/** A user object. The e-mail is there only with the scope for it. */
export function renderUser(person: Person, world: World): JsonObject {
  const { scopes, teamId } = world.workspace;
  const email =
    scopes.includes('users:read.email') && person.email !== undefined ? { email: person.email } : {};

  return {
    id: person.id,
    team_id: teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.isDeactivated ?? false,
    is_bot: false,
    is_app_user: false,
    tz: person.timezone ?? 'Europe/Amsterdam',
    updated: 0,
    profile: {
      real_name: person.realName,
      display_name: person.displayName,
      display_name_normalized: person.displayName,
      team: teamId,
      ...email,
    },
  };
}

/** The bot as a member of the workspace. */
export function renderBotUser(world: World): JsonObject {
  const { appId, botId, botName, botUserId, teamId } = world.workspace;
  const profile = {
    real_name: botName,
    display_name: botName,
    api_app_id: appId,
    bot_id: botId,
    team: teamId,
  };
  return {
    id: botUserId,
    team_id: teamId,
    name: botName.toLowerCase(),
    real_name: botName,
    deleted: false,
    is_bot: true,
    profile,
  };
}
