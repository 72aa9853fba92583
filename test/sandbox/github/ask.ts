import { onTestFinished } from 'vitest';
import { type GitHubStandIn, startGitHubStandIn } from '../../../sandbox/github/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Asked {
  readonly github: GitHubStandIn;
  ask(
    method: string,
    path: string,
    json?: unknown,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<Answer>;
}

/** The stand-in, and somebody with its token who asks by HTTP as any client would. */
export async function openStandIn(now?: () => number): Promise<Asked> {
  const github = await startGitHubStandIn(now === undefined ? {} : { now });
  onTestFinished(() => github.close());
  return {
    github,
    async ask(method, path, json, headers = {}) {
      const given = { authorization: `Bearer ${github.token}`, 'user-agent': 'test', ...headers };
      const response = await fetch(`${github.apiUrl}${path}`, {
        method,
        headers: Object.fromEntries(
          Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
        ),
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
  };
}
