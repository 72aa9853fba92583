export { openReplica } from './open-replica.ts';
export { openStore } from './open-store.ts';
