/**
 * A leader asks the server for a sign of life each beat. One that got none for `sureMs` stops by itself; only after
 * `goneMs` without a word of it the server ends its session, and with it its locks. What lies between is for a call that
 * was already under way. https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-SESSION-TIMEOUT
 */
export interface ReplicaTiming {
  readonly beatMs: number;
  readonly sureMs: number;
  readonly goneMs: number;
  readonly reconnectMs: number;
}

export const defaultReplicaTiming: ReplicaTiming = {
  beatMs: 500,
  sureMs: 3_000,
  goneMs: 5_000,
  reconnectMs: 500,
};
