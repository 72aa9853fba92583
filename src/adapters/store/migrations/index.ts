import { cards } from './m0001-cards.ts';
import { workloads } from './m0002-workloads.ts';
import { messages } from './m0003-messages.ts';
import { history } from './m0004-history.ts';
import { attachments } from './m0005-attachments.ts';
import { subjects } from './m0006-subjects.ts';
import { inbox } from './m0007-inbox.ts';
import { quiet } from './m0008-quiet.ts';
import { leaders } from './m0009-leaders.ts';
import { retention } from './m0010-retention.ts';
import { revisionAuthors } from './m0012-revision-authors.ts';
import { audit } from './m0013-audit.ts';
import { locks } from './m0014-locks.ts';
import { subscriptions } from './m0015-subscriptions.ts';
import { sightings } from './m0020-sightings.ts';
import { homes } from './m0021-homes.ts';
import type { Migration } from './migration.ts';

/** In the order they are applied. Append only. */
export const migrations: readonly Migration[] = [
  cards,
  workloads,
  messages,
  history,
  attachments,
  subjects,
  inbox,
  quiet,
  leaders,
  retention,
  revisionAuthors,
  audit,
  locks,
  subscriptions,
  sightings,
  homes,
];
