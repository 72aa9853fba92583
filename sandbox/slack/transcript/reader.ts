import { slackbot } from '../state/default-workspace.ts';
import type { World } from '../state/world.ts';
import type { DateRendering } from '../text/slack-date.ts';

/** Whoever reads a transcript: knows names, and what the time is. */
export interface Reader {
  userName(id: string): string;
  channelName(id: string): string;
  usergroupHandle(id: string): string;
  dates: DateRendering;
}

export function createReader(world: World, timeZone = 'UTC'): Reader {
  const { botUserId, botName, usergroups } = world.workspace;
  const apps = new Map([
    [botUserId, botName],
    [slackbot.id, slackbot.name],
  ]);

  return {
    userName: (id) => apps.get(id) ?? world.people.get(id)?.displayName ?? 'unknown user',
    channelName: (id) => world.channels.find(id)?.name ?? 'unknown-channel',
    usergroupHandle: (id) => usergroups.find((group) => group.id === id)?.handle ?? 'unknown-group',
    dates: { timeZone, now: world.now() },
  };
}
