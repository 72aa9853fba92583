import { openReplica } from '../../../../src/adapters/store/index.ts';
import { silentLog } from '../silent-log.ts';

/** A process that holds the replica's lock, and says so, until it is killed. */
const [, , path = ''] = process.argv;
openReplica({ path, holder: `elsewhere/${process.pid}`, log: silentLog });
process.stdout.write('held\n');
setInterval(() => undefined, 1_000);
