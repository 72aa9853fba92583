import { defaultWorkspace, type Workspace } from '../../../sandbox/slack/index.ts';

export const ada = 'U0ADA';

/** A Slack in which everybody is in every channel that the services speak in. */
export function chaosWorkspace(channels: readonly string[]): Workspace {
  const members = [...defaultWorkspace.people.map(({ id }) => id), defaultWorkspace.botUserId];
  return {
    ...defaultWorkspace,
    channels: channels.map((channel, index) => ({
      id: `C0CHAOS${index}`,
      name: channel.replace('#', ''),
      members,
    })),
  };
}
