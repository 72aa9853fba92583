import type { Home } from '../../domain/home/home.ts';
import { isMember } from '../../domain/permission/membership.ts';
import type { People, StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { priorities } from '../priorities.ts';
import { homeSlot } from '../subjects/home-subject.ts';
import { within } from '../within.ts';

/** Called in the transaction in which the tab is to be shown. */
type ConcludeHome = (session: StoreSession) => Promise<void>;

/** Lets somebody see their Home tab as things stand now. */
export type OpenHome = (userId: string, conclude?: ConcludeHome) => Promise<void>;

export interface HomeTeam {
  readonly name: string;
  readonly members: readonly string[];
  readonly slackGroup?: string | undefined;
}

type HomeDesk = Pick<Desk, 'store' | 'clock' | 'log' | 'onMarked'>;

/** Slack may be slow to say who somebody is; without that nothing is theirs in particular. */
const identityTimeoutMs = 2_000;

export function createOpenHome(desk: HomeDesk, people: People, teams: readonly HomeTeam[]): OpenHome {
  const { store, clock, log, onMarked } = desk;

  async function identify(userId: string): Promise<Pick<Home, 'teams' | 'timeZone'>> {
    try {
      return await within(identityTimeoutMs, identifyWith(people, teams, userId));
    } catch (error) {
      log.warn({ err: error, userId }, 'A Home tab is shown without what is known of its person');
      const known = await store.homes.home(userId);
      return known ?? { teams: [] };
    }
  }

  return async (userId, conclude) => {
    const { teams: own, timeZone } = await identify(userId);
    const at = clock.now();
    await store.transaction(async (session) => {
      const home = { userId, teams: own, openedAt: at };
      await session.homes.saveHome(timeZone === undefined ? home : { ...home, timeZone });
      await session.markDirty({
        subject: { kind: 'home', id: userId },
        slot: homeSlot,
        channel: userId,
        priority: priorities.newCard,
        at,
      });
      await conclude?.(session);
    });
    onMarked();
  };
}

async function identifyWith(
  people: People,
  teams: readonly HomeTeam[],
  userId: string,
): Promise<Pick<Home, 'teams' | 'timeZone'>> {
  const { email, timeZone } = await people.person(userId);
  const person = { userId, ...(email === undefined ? {} : { email }) };
  const own = await Promise.all(
    teams.map(async ({ name, members, slackGroup }) => {
      const groupMembers = slackGroup === undefined ? [] : await people.groupMembers(slackGroup);
      return isMember(person, { members, groupMembers }) ? [name] : [];
    }),
  );
  return { teams: own.flat(), ...(timeZone === undefined ? {} : { timeZone }) };
}
