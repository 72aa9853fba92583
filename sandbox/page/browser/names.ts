import type { Channel, Workspace } from './model.ts';

/** Names for the ids that stand in messages. */
export interface Names {
  person(id: string): string;
  channel(id: string): string;
  usergroup(id: string): string;
  initials(id: string): string;
  /** Which of the avatar colours is theirs. */
  hue(id: string): number;
  isBot(id: string): boolean;
}

const hues = 6;

export function createNames(workspace: Workspace, channels: () => readonly Channel[]): Names {
  const person = (id: string) => workspace.people.find((one) => one.id === id);
  const slackbot = (id: string) => (id === workspace.slackbot.id ? workspace.slackbot.name : undefined);
  const isBot = (id: string) => id === workspace.bot.id;

  return {
    isBot,
    hue: (id) =>
      Math.max(
        0,
        workspace.people.findIndex((one) => one.id === id),
      ) % hues,
    person: (id) => (isBot(id) ? workspace.bot.name : (slackbot(id) ?? person(id)?.displayName ?? 'someone')),
    channel: (id) => channels().find((one) => one.id === id)?.name ?? 'private-channel',
    usergroup: (id) => workspace.usergroups.find((one) => one.id === id)?.handle ?? 'group',
    initials: (id) =>
      (slackbot(id) ?? person(id)?.realName ?? '?')
        .split(' ')
        .map((part) => part.slice(0, 1))
        .join('')
        .slice(0, 2),
  };
}
