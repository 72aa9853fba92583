import type { Action } from '../../domain/permission/action.ts';
import type { Permission } from '../../domain/permission/decide-permission.ts';
import type { Offered } from '../../domain/rollback/check-offer.ts';
import type { Refusal } from '../../domain/rollback/refusal.ts';
import type { Log, SlackPerson } from '../../ports.ts';
import type { Authorise } from '../authorise.ts';
import { within } from '../within.ts';

/** Slack waits three seconds for an answer, and a modal must be opened within them. */
const identityTimeoutMs = 2_000;

/** For the records of what was refused: without a name when Slack did not say it. */
export type Presser = Pick<SlackPerson, 'userId'> & { readonly name?: string };

export type Permitted =
  | { readonly kind: 'permitted'; readonly person: SlackPerson }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly person: Presser };

/** Whose service it is, and where. */
type PermitPlace = Pick<Offered, 'card' | 'environment'>;

/** Asks who somebody is and whether they may, at the moment they press. */
export interface Permit {
  (place: PermitPlace, userId: string, action: Action): Promise<Permitted>;
  /** Who pressed, where nothing is left to decide. */
  who(place: PermitPlace, userId: string): Promise<Presser>;
  /** The decision itself, where a no is no refusal. Throws when Slack does not say who it is. */
  decide(place: PermitPlace, userId: string, action: Action): Promise<Permission>;
}

export function createPermit(authorise: Authorise, log: Log): Permit {
  const ask = ({ card, environment }: PermitPlace, userId: string, action: Action) => {
    const deed = { action, service: card.owner.service, environment };
    const asked = authorise({ ...deed, userId, owner: card.owner.team });
    return within(identityTimeoutMs, asked).then((answer) => ({ deed, ...answer }));
  };

  async function permit(offered: PermitPlace, userId: string, action: Action): Promise<Permitted> {
    try {
      const { deed, permission, person } = await ask(offered, userId, action);
      if (permission.isAllowed) return { kind: 'permitted', person };
      const { allowed, ownTeams } = permission;
      const refusal = { kind: 'not-permitted', deed, allowed, ownTeams } as const;
      return { kind: 'refused', refusal, person: { userId, name: person.name } };
    } catch (error) {
      log.error({ err: error, userId }, 'Slack did not say who pressed a button');
      return { kind: 'refused', refusal: { kind: 'identity-unavailable' }, person: { userId } };
    }
  }

  async function who(place: PermitPlace, userId: string): Promise<Presser> {
    const { name } = (await permit(place, userId, 'rollback')).person;
    return { userId, ...(name === undefined ? {} : { name }) };
  }

  return Object.assign(permit, {
    who,
    decide: async (offered: PermitPlace, userId: string, action: Action) =>
      (await ask(offered, userId, action)).permission,
  });
}
