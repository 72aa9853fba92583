import type { Kysely } from 'kysely';
import type { StoreSession } from '../../ports.ts';
import { createAnswers } from './answers.ts';
import { createAttachments } from './attachments.ts';
import { createAudit } from './audit.ts';
import { createCards } from './cards.ts';
import { createHistory } from './history.ts';
import { createHomes } from './homes.ts';
import { createHousekeeping } from './housekeeping/index.ts';
import { createInbox } from './inbox.ts';
import { createLocks } from './locks.ts';
import { createMessages } from './messages.ts';
import { createQuiet } from './quiet.ts';
import type { StoreSchema } from './schema.ts';
import { createSightings } from './sightings.ts';
import { createTerms } from './terms.ts';
import { createWorkloadStates } from './workload-state.ts';
import { createWorkloads } from './workloads.ts';

/** Every verb of the store on one connection or transaction. */
export function createSession(database: Kysely<StoreSchema>): StoreSession {
  return {
    ...createCards(database),
    ...createWorkloads(database),
    ...createWorkloadStates(database),
    ...createMessages(database),
    ...createAttachments(database),
    ...createAnswers(database),
    ...createHistory(database),
    ...createSightings(database),
    ...createTerms(database),
    inbox: createInbox(database),
    ...createHousekeeping(database),
    ...createAudit(database),
    quiet: createQuiet(database),
    locks: createLocks(database),
    homes: createHomes(database),
  };
}
