import { defaultWorkspace, type Person, type Workspace } from '../../../sandbox/slack/index.ts';

/** Who answers for the service of this number, and for no other: nobody can look into two windows at a time. */
export function personIdOf(service: number): string {
  return `U0CHAOS${service}`;
}

/** A Slack in which everybody is in every channel that the services speak in, and all are of team payments. */
export function chaosWorkspace(channels: readonly string[], services: readonly string[]): Workspace {
  const people = services.map(
    (service, index): Person => ({
      id: personIdOf(index),
      name: `ada-${service}`,
      realName: `Ada of ${service}`,
      displayName: `Ada (${service})`,
      email: `ada-${service}@acme.example`,
    }),
  );
  const ids = people.map(({ id }) => id);
  return {
    ...defaultWorkspace,
    people: [...defaultWorkspace.people, ...people],
    channels: channels.map((channel, index) => ({
      id: `C0CHAOS${index}`,
      name: channel.replace('#', ''),
      members: [...ids, defaultWorkspace.botUserId],
    })),
    usergroups: defaultWorkspace.usergroups.map((group) =>
      group.handle === 'payments' ? { ...group, users: ids } : group,
    ),
  };
}
