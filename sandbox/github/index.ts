import { createAccess, type Permissions } from './access.ts';
import { createDeployments, type Decision } from './deployments.ts';
import type { Fault, RecordedRequest } from './faults.ts';
import { createRepositoryState, type RepositoryState } from './repository.ts';
import { commitRoutes } from './routes/commits.ts';
import { gitRoutes } from './routes/git.ts';
import { pullRoutes } from './routes/pulls.ts';
import { createGitHubServer } from './server.ts';
import { type ProtectionDelivery, type ProtectionRequest, requestDeployment } from './webhook.ts';

export type { Decision } from './deployments.ts';
export type { Fault, RecordedRequest } from './faults.ts';
export type { StoredPull } from './pulls.ts';
export type { RepositoryState } from './repository.ts';

/** A GitHub on loopback: repositories with real histories, pull requests with rules, and one App. */
export interface GitHubStandIn {
  readonly apiUrl: string;
  /** Of a person with the permissions below. */
  readonly token: string;
  readonly app: { readonly id: number; readonly installationId: number; readonly privateKey: string };
  /** What token and App may; to be changed at will. */
  readonly permissions: Permissions;
  /** Made at its first mention. */
  repository(name: string): RepositoryState;
  readonly requests: readonly RecordedRequest[];
  readonly faults: { next(fault: Fault): void; clear(): void };
  readonly limits: { remaining: number };
  /** Withdraws all tokens of the App. */
  withdrawTokens(): void;
  /** How many tokens the App was given. */
  issuedTokens(): number;
  /** A workflow wants to deploy and waits for the App's word. */
  requestDeployment(request: ProtectionRequest): Promise<ProtectionDelivery>;
  decision(runId: number): Decision | undefined;
  close(): Promise<void>;
}

export interface GitHubStandInOptions {
  readonly now?: () => number;
}

export async function startGitHubStandIn(options: GitHubStandInOptions = {}): Promise<GitHubStandIn> {
  const now = options.now ?? (() => Date.now());
  const access = createAccess(now);
  const repositories = new Map<string, RepositoryState>();
  const deployments = createDeployments();
  const limits = { remaining: 5_000, resetAt: now() + 60 * 60_000 };
  const routes = [...gitRoutes, ...commitRoutes, ...pullRoutes, deployments.route];
  const server = createGitHubServer({ access, repositories, routes, limits });
  const apiUrl = await server.listen();

  return {
    apiUrl,
    limits,
    token: access.token,
    app: access.app,
    permissions: access.permissions,
    requests: server.requests,
    faults: server.faults,
    repository(name) {
      const key = name.toLowerCase();
      const found = repositories.get(key) ?? createRepositoryState({ name, now });
      repositories.set(key, found);
      return found;
    },
    withdrawTokens: access.withdraw,
    issuedTokens: access.issuedCount,
    requestDeployment: (request) =>
      requestDeployment({ apiUrl, deployments, installationId: access.app.installationId }, request),
    decision: deployments.decision,
    close: server.close,
  };
}
