import { Agent } from 'undici';
import type { DeploymentGate } from '../../ports/deployment-gate.ts';
import type { Clock, Log, WayBackExecutor } from '../../ports.ts';
import { createClient } from './client.ts';
import { type CredentialOptions, createCredentials } from './credentials.ts';
import { createDeploymentGate } from './deployment-gate.ts';
import { createTransport } from './transport.ts';
import { createRevert } from './way-back/revert.ts';

export interface GitHubOptions {
  /** `https://api.github.com` */
  readonly apiUrl: string;
  readonly credentials: CredentialOptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing?: { readonly timeoutMs?: number; readonly reconcileMs?: number };
}

export interface GitHub {
  readonly revert: WayBackExecutor;
  readonly deployments: DeploymentGate;
  close(): Promise<void>;
}

/** GitHub as Shipmate uses it. Asks nothing before it is asked. Throws when the App's private key cannot be read. */
export function createGitHub({ apiUrl, credentials, clock, log, timing = {} }: GitHubOptions): GitHub {
  const dispatcher = new Agent({ connect: { timeout: 5_000 } });
  const { timeoutMs, reconcileMs } = timing;
  const transport = createTransport({
    apiUrl,
    dispatcher,
    clock,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const client = createClient(transport, createCredentials(credentials, { transport, clock }));

  return {
    revert: createRevert({
      client,
      apiUrl,
      clock,
      log,
      ...(reconcileMs === undefined ? {} : { reconcileMs }),
    }),
    deployments: createDeploymentGate(client, apiUrl),
    close: () => dispatcher.destroy(),
  };
}
