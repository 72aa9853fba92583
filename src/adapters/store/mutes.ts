import { type Kysely, sql } from 'kysely';
import { type Mute, scopeKey } from '../../domain/quiet/mute.ts';
import type { QuietStore } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

type MuteVerbs = Pick<
  QuietStore,
  | 'mutesOf'
  | 'mutes'
  | 'endedMutes'
  | 'mute'
  | 'saveMute'
  | 'deleteMute'
  | 'cardsMutedBy'
  | 'cardsMutedNoMore'
  | 'followedCardsOf'
  | 'services'
>;

export function createMutes(database: Kysely<StoreSchema>): MuteVerbs {
  const documents = () => database.selectFrom('mutes').select('document').orderBy('until').orderBy('scope');
  const read = ({ document }: { readonly document: string }): Mute => JSON.parse(document);

  return {
    async mutesOf({ cardId, service, now }) {
      const rows = await documents()
        .where((where) => where.or([where('card_id', '=', cardId), where('service', '=', service)]))
        .where('until', '>', now)
        .execute();
      return rows.map(read);
    },

    async mutes(now) {
      return (await documents().where('until', '>', now).execute()).map(read);
    },

    async endedMutes(now) {
      return (await documents().where('until', '<=', now).execute()).map(read);
    },

    async mute(scope) {
      const row = await documents().where('scope', '=', scopeKey(scope)).executeTakeFirst();
      return row && read(row);
    },

    async saveMute(mute) {
      const { scope, until } = mute;
      const columns = {
        service: scope.kind === 'service' ? scope.service : null,
        card_id: scope.kind === 'card' ? scope.cardId : null,
        until,
        document: JSON.stringify(mute),
      };
      await database
        .insertInto('mutes')
        .values({ scope: scopeKey(scope), ...columns })
        .onConflict((conflict) => conflict.column('scope').doUpdateSet(columns))
        .execute();
    },

    async deleteMute(scope) {
      await database.deleteFrom('mutes').where('scope', '=', scopeKey(scope)).execute();
    },

    async cardsMutedBy(scope) {
      const rows = await database
        .selectFrom('card_mutes')
        .select('card_id')
        .where('scope', '=', scopeKey(scope))
        .orderBy('card_id')
        .execute();
      return rows.map((row) => row.card_id);
    },

    async cardsMutedNoMore(now) {
      const inForce = database.selectFrom('mutes').select('scope').where('until', '>', now);
      const rows = await database
        .selectFrom('card_mutes')
        .select('card_id')
        .distinct()
        .where('scope', 'not in', inForce)
        .orderBy('card_id')
        .execute();
      return rows.map((row) => row.card_id);
    },

    async followedCardsOf(service) {
      const rows = await database
        .selectFrom('cards')
        .select('id')
        .where('service', '=', service)
        .where('id', 'in', database.selectFrom('card_following').select('card_id'))
        .orderBy('id')
        .execute();
      return rows.map((row) => row.id);
    },

    async services() {
      const { rows } = await knownServices.execute(database);
      return rows.map((row) => row.service);
    },
  };
}

/**
 * Nobody forgets a service because it was not released for as long as cards are kept. Of the history each service is
 * looked for in the index, from one to the next: to read all of it takes too long.
 */
const knownServices = sql<{ service: string }>`
  with recursive told(service) as (
    select min(service) from history
    union all
    select (select min(history.service) from history where history.service > told.service)
    from told where told.service is not null
  )
  select service from cards
  union select service from history_months where type = 'card-opened'
  union select service from told where exists (
    select 1 from history where history.service = told.service and history.type = 'card-opened'
  )
  order by service`;
