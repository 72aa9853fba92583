import type { Replica } from '../../ports/replica.ts';
import type { Log } from '../../ports.ts';
import type { StorePlace } from './open-store.ts';
import { createPostgresReplica } from './postgres/replica/create-replica.ts';
import { createSoleReplica } from './sqlite/sole-replica.ts';

/** This process among those on the same store, which must be open already. Throws a UserError where there may be one only. */
export function openReplica(
  place: StorePlace & {
    /** Names this process to people: `web-1/4711`. */
    readonly holder: string;
    readonly log: Log;
  },
): Replica {
  return 'url' in place ? createPostgresReplica({ ...place, settings: place }) : createSoleReplica(place);
}
