import type { Clock, People, SlackPerson } from '../../ports.ts';
import { createCache } from './cache.ts';
import type { CallSlack } from './client.ts';
import { groupUsers, userInfo } from './schema.ts';

const maxAgeMs = 5 * 60_000;

/** Who people are and which usergroups they are in, asked at most once in five minutes each. */
export function createPeople(call: CallSlack, clock: Clock): People {
  const person = createCache<SlackPerson>({
    clock,
    maxAgeMs,
    maxEntries: 2_000,
    load: async (userId) => {
      const { user } = await call('users.info', { user: userId }, userInfo);
      const { display_name: displayName, real_name: realName, email } = user.profile;
      const name =
        [displayName, realName, user.name, user.id].find((candidate) => candidate !== '') ?? user.id;
      return {
        userId: user.id,
        name,
        ...(email === undefined ? {} : { email }),
        ...(user.tz === undefined ? {} : { timeZone: user.tz }),
      };
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
