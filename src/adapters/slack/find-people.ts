import type { SlackPerson } from '../../ports.ts';
import type { CallSlack } from './client.ts';
import { toPerson } from './people.ts';
import { type SlackUser, userPage } from './schema.ts';

/** Twenty thousand people; a larger company names a person by e-mail or id all the same. */
const mostPages = 100;
const pageSize = 200;

/** Everybody who goes by this: a user id, an e-mail address or the part before its @, or any of their names. */
export async function findPeople(call: CallSlack, who: string): Promise<readonly SlackPerson[]> {
  const wanted = who.replace(/^@/, '').trim().toLowerCase();
  const found: SlackPerson[] = [];
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const request = { limit: pageSize, ...(cursor === '' ? {} : { cursor }) };
    const { members, response_metadata: next } = await call('users.list', request, userPage);
    found.push(...members.filter((user) => isPerson(user) && namesOf(user).includes(wanted)).map(toPerson));
    cursor = next.next_cursor;
    if (cursor === '') break;
  }
  return found;
}

function isPerson({ deleted, is_bot: isBot }: SlackUser): boolean {
  return !deleted && !isBot;
}

function namesOf({ id, name, profile }: SlackUser): readonly string[] {
  const email = profile.email ?? '';
  const names = [id, name, profile.display_name, profile.real_name, email, email.split('@')[0] ?? ''];
  return names.filter((each) => each !== '').map((each) => each.toLowerCase());
}
