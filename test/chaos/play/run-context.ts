import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { SlackStandIn } from '../../../sandbox/slack/index.ts';
import type { ClusterClient } from '../company/cluster-client.ts';
import type { Database } from '../company/database.ts';
import type { Ledger } from '../company/ledger.ts';
import type { Supervisor } from '../company/supervisor.ts';

/** What everything that is played in a run works with. */
export interface RunContext {
  readonly slack: SlackStandIn;
  readonly kubernetes: KubernetesStandIn;
  readonly client: ClusterClient;
  readonly ledger: Ledger;
  readonly database: Database;
  readonly bots: readonly Supervisor[];
  readonly buildToken: string;
  /** Ends everything that is played; nothing waits any longer then. */
  readonly signal: AbortSignal;
  /** What happens, for who reads a failure. */
  note(words: string): void;
  /** Milliseconds since the run began. */
  elapsed(): number;
}
