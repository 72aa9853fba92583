import type { Clock, People, SlackPerson } from '../../ports.ts';
import { createCache } from './cache.ts';
import type { CallSlack } from './client.ts';
import { groupUsers, type SlackUser, userInfo } from './schema.ts';

const maxAgeMs = 5 * 60_000;

/** Who people are and which usergroups they are in, asked at most once in five minutes each. */
export function createPeople(call: CallSlack, clock: Clock): People {
  const person = createCache<SlackPerson>({
    clock,
    maxAgeMs,
    maxEntries: 2_000,
    load: async (userId) => {
      const { user } = await call('users.info', { user: userId }, userInfo);
      return toPerson(user);
    },
  });
  const groupMembers = createCache<readonly string[]>({
    clock,
    maxAgeMs,
    maxEntries: 500,
    load: async (groupId) => (await call('usergroups.users.list', { usergroup: groupId }, groupUsers)).users,
  });

  return { person, groupMembers };
}

/** By the name that people see. */
export function toPerson({ id, name: handle, tz: timeZone, profile }: SlackUser): SlackPerson {
  const { display_name: displayName, real_name: realName, email } = profile;
  const name = [displayName, realName, handle].find((candidate) => candidate !== '') ?? id;
  return {
    userId: id,
    name,
    ...(email === undefined ? {} : { email }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}
