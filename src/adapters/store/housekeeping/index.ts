import type { Kysely } from 'kysely';
import type { HousekeepingVerbs, Prunable } from '../../../ports/housekeeping.ts';
import type { StoreSchema } from '../schema.ts';
import { pruneAttachments, pruneCards, pruneMessages } from './prune-cards.ts';
import { pruneHistory } from './prune-history.ts';
import { pruneVerdicts, pruneWorkloads } from './prune-workloads.ts';

type Prune = (
  database: Kysely<StoreSchema>,
  batch: { readonly before: number; readonly limit: number },
) => Promise<number>;

const prunes: Readonly<Record<Prunable, Prune>> = {
  history: pruneHistory,
  attachments: pruneAttachments,
  cards: pruneCards,
  messages: pruneMessages,
  verdicts: pruneVerdicts,
  workloads: pruneWorkloads,
};

/** An engine has a limit of parameters to a statement. */
const keysAtOnce = 500;

export function createHousekeeping(database: Kysely<StoreSchema>): HousekeepingVerbs {
  return {
    prune: (kind, batch) => prunes[kind](database, batch),

    async seeWorkloads(keys, at) {
      for (let start = 0; start < keys.length; start += keysAtOnce) {
        await database
          .updateTable('workloads')
          .set({ seen_at: at })
          .where('workload', 'in', keys.slice(start, start + keysAtOnce))
          .execute();
      }
    },

    async monthlyHistory(service) {
      return await database
        .selectFrom('history_months')
        .select(['month', 'type', 'count'])
        .where('service', '=', service)
        .orderBy('month', 'desc')
        .orderBy('type')
        .execute();
    },
  };
}
