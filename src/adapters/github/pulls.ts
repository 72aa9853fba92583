import { TransientError } from '../../errors.ts';
import type { Client } from './client.ts';
import { isRefused } from './refused-error.ts';
import type { MergeMethod } from './repository.ts';
import { graphSchema, mergedSchema, type Pull, pullListSchema, pullSchema } from './schema.ts';

export interface NewPull {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

export type MergeAnswer =
  | { readonly kind: 'merged' }
  /** By the rules of the repository, in GitHub's own words. */
  | { readonly kind: 'refused'; readonly said: string }
  | { readonly kind: 'forbidden' };

/** Pull requests of one repository. */
export type Pulls = ReturnType<typeof createPulls>;

export function createPulls(client: Client, repository: string, apiUrl: string) {
  const [owner = ''] = repository.split('/');
  const path = `/repos/${repository}/pulls`;

  /** That of a branch, whatever became of it; undefined when there was none. */
  async function find(branch: string): Promise<Pull | undefined> {
    const query = { head: `${owner}:${branch}`, state: 'all', per_page: '5' };
    const asked = `list pull requests of ${repository}`;
    const found = await client.watch({ repository, path, query, asked, schema: pullListSchema });
    return found.find(({ state }) => state === 'open') ?? found[0];
  }

  /** As it is now, with what only the answer for one tells. */
  function read(number: number): Promise<Pull> {
    const asked = `read a pull request of ${repository}`;
    return client.watch({ repository, path: `${path}/${number}`, asked, schema: pullSchema });
  }

  async function open({ branch, ...rest }: NewPull): Promise<Pull> {
    const json = { head: branch, ...rest };
    const asked = `open a pull request of ${repository}`;
    try {
      return await client.act({ repository, method: 'POST', path, json, asked, schema: pullSchema });
    } catch (error) {
      const isThere = isRefused(error, 422) && /already exists/i.test(error.said);
      if (!isThere) throw error;
      const found = await find(branch);
      if (found !== undefined) return found;
      const message = `GitHub has a pull request for ${branch} and does not list it yet.`;
      throw new TransientError('github-not-listed', message, { cause: error, outcome: 'unknown' });
    }
  }

  async function merge(number: number, sha: string, method: MergeMethod): Promise<MergeAnswer> {
    const json = { sha, merge_method: method };
    const asked = `merge a pull request of ${repository}`;
    const to = `${path}/${number}/merge`;
    try {
      await client.act({ repository, method: 'PUT', path: to, json, asked, schema: mergedSchema });
      return { kind: 'merged' };
    } catch (error) {
      if (isRefused(error, 403, 404)) return { kind: 'forbidden' };
      if (isRefused(error, 405, 409, 422)) return { kind: 'refused', said: error.said };
      throw error;
    }
  }

  /** Undefined when GitHub will merge it as soon as its rules are met; else why it will not. */
  async function mergeLater(pull: Pull, method: MergeMethod): Promise<string | undefined> {
    const variables = { id: pull.node_id, method: method.toUpperCase(), sha: pull.head.sha };
    const asked = `turn on auto-merge in ${repository}`;
    const json = { query: enableAutoMerge, variables };
    const to = graphUrl(apiUrl);
    try {
      const { errors } = await client.act({
        repository,
        method: 'POST',
        path: to,
        json,
        asked,
        schema: graphSchema,
      });
      return errors[0]?.message;
    } catch (error) {
      if (isRefused(error, 400, 401, 403, 404, 422)) return error.said;
      throw error;
    }
  }

  return { find, read, open, merge, mergeLater };
}

const enableAutoMerge = `mutation(
  $id: ID!
  $method: PullRequestMergeMethod!
  $sha: GitObjectID!
) {
  enablePullRequestAutoMerge(input: { pullRequestId: $id, mergeMethod: $method, expectedHeadOid: $sha }) {
    clientMutationId
  }
}`;

/** Of a server of one's own it is not below the REST API: https://docs.github.com/en/enterprise-server/graphql */
function graphUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/+$/, '').replace(/\/v3$/, '')}/graphql`;
}
