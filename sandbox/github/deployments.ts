import { ApiError, notFound } from './api-error.ts';
import type { Call, Reply, Route } from './route.ts';

export interface Decision {
  readonly environment: string;
  readonly state: 'approved' | 'rejected';
  readonly comment: string;
}

interface Run {
  readonly id: number;
  readonly repository: string;
  readonly environment: string;
  decision: Decision | undefined;
}

export type Deployments = ReturnType<typeof createDeployments>;

/** Workflow runs whose deployment waits for a custom protection rule. */
export function createDeployments() {
  const runs: Run[] = [];

  function start(repository: string, environment: string): number {
    const id = 9_000 + runs.length;
    runs.push({ id, repository, environment, decision: undefined });
    return id;
  }

  function decide({ repository, caller, parts, body }: Call): Reply {
    const run = runs.find(({ id, repository: of }) => id === Number(parts[0]) && of === repository.name);
    if (run === undefined) throw notFound();
    if (caller.kind !== 'installation')
      throw new ApiError(403, 'Resource not accessible by personal access token');
    const { environment_name: environment, state, comment = '' } = body;
    if (environment !== run.environment)
      throw new ApiError(422, 'environment_name is not waiting for this rule');
    if (state !== 'approved' && state !== 'rejected')
      throw new ApiError(422, 'state must be approved or rejected');
    if (typeof comment !== 'string') throw new ApiError(422, 'comment must be a string');
    if (run.decision !== undefined) {
      throw new ApiError(422, 'No deployment protection rule is pending for this run and environment');
    }
    run.decision = { environment, state, comment };
    return { status: 204 };
  }

  const route: Route = {
    method: 'POST',
    path: /^\/actions\/runs\/(\d+)\/deployment_protection_rule$/,
    needs: ['deployments', 'write'],
    answer: decide,
  };
  return { start, route, decision: (id: number) => runs.find((run) => run.id === id)?.decision };
}
