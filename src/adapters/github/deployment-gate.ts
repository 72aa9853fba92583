import { z } from 'zod';
import type { DeploymentGate } from '../../ports/deployment-gate.ts';
import type { Client } from './client.ts';
import { isRefused } from './refused-error.ts';
import { isMerged, pullListSchema } from './schema.ts';

const longestComment = 1_000;

/** Tells GitHub whether a deployment may go ahead: https://docs.github.com/en/rest/actions/workflow-runs */
export function createDeploymentGate(client: Client, apiUrl: string): DeploymentGate {
  return {
    async answer({ repository, environment, callbackUrl, isApproved, comment }) {
      if (!isOfApi(callbackUrl, { apiUrl, repository })) return 'elsewhere';
      try {
        await client.act({
          repository,
          method: 'POST',
          path: callbackUrl,
          json: {
            environment_name: environment,
            state: isApproved ? 'approved' : 'rejected',
            comment: comment.slice(0, longestComment),
          },
          asked: `answer for a deployment of ${repository}`,
          schema: z.unknown(),
        });
      } catch (error) {
        // It was told before, by an attempt whose answer was lost, or the run is over.
        if (!isRefused(error, 422)) throw error;
      }
      return 'told';
    },
    async cameBy({ repository, commit }, pullUrl) {
      const path = `/repos/${repository}/commits/${encodeURIComponent(commit)}/pulls`;
      const asked = `read by which pull request a commit of ${repository} came`;
      try {
        const pulls = await client.get({ repository, path, asked, schema: pullListSchema });
        return pulls.some((pull) => pull.html_url === pullUrl && isMerged(pull));
      } catch (error) {
        if (isRefused(error, 401, 403, 404, 422)) return false;
        throw error;
      }
    },
  };
}

/** A signed payload is GitHub's, but our token is for its API and for the repository that it speaks of. */
function isOfApi(
  callbackUrl: string,
  { apiUrl, repository }: { readonly apiUrl: string; readonly repository: string },
): boolean {
  const url = URL.canParse(callbackUrl) ? new URL(callbackUrl) : undefined;
  const api = new URL(apiUrl);
  if (url === undefined || url.origin !== api.origin || url.username !== '') return false;
  const prefix = `${api.pathname.replace(/\/+$/, '')}/repos/${repository}/actions/runs/`.toLowerCase();
  const path = url.pathname.toLowerCase();
  return path.startsWith(prefix) && /^\d+\/deployment_protection_rule$/.test(path.slice(prefix.length));
}
