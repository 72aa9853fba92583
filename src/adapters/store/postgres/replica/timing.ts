/**
 * A leader asks the server for a sign of life each beat. One that got none for `sureMs` stops by itself; only after
 * `goneMs` without a word of it the server ends its session, and with it its locks. What lies between is for a call that
 * was already under way. Who is told to stop has `finishMs` for what is under way; then it lets go as if it was lost, so that
 * the next leader looks for what may have been done. https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-SESSION-TIMEOUT
 */
export interface ReplicaTiming {
  readonly beatMs: number;
  readonly sureMs: number;
  readonly goneMs: number;
  readonly finishMs: number;
  readonly reconnectMs: number;
}

export const defaultReplicaTiming: ReplicaTiming = {
  beatMs: 500,
  sureMs: 3_000,
  goneMs: 5_000,
  // A call to Slack takes 5 s at most, and whoever hears the answer can write it down.
  finishMs: 6_000,
  reconnectMs: 500,
};
