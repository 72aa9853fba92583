import { setTimeout as wait } from 'node:timers/promises';
import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { KubernetesObject } from '../../../sandbox/kubernetes/model.ts';

/** What a person with kubectl does to the cluster and sees of it. An API server that does not answer is asked again. */
export interface ClusterClient {
  /** Undefined when there is none of this name. */
  get(path: string): Promise<KubernetesObject | undefined>;
  list(path: string): Promise<readonly KubernetesObject[]>;
  apply(path: string, object: object): Promise<void>;
}

const timeoutMs = 10_000;
const againMs = 1_000;
const mostAttempts = 300;

export function createClusterClient({ url }: KubernetesStandIn, token: string): ClusterClient {
  async function attempt(path: string, init: RequestInit): Promise<Response | undefined> {
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    try {
      return await fetch(`${url}${path}`, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
    } catch {
      return undefined;
    }
  }

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
      const response = await attempt(path, init);
      if (response !== undefined && response.status < 500) return response;
      await wait(againMs);
    }
    throw new Error(`the cluster does not answer ${path}`);
  }

  async function parsed<T>(response: Response): Promise<T> {
    if (!response.ok) throw new Error(`the cluster answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  return {
    async get(path) {
      const response = await ask(path);
      return response.status === 404 ? undefined : await parsed<KubernetesObject>(response);
    },
    async list(path) {
      const { items } = await parsed<{ items: readonly KubernetesObject[] }>(await ask(path));
      return items;
    },
    async apply(path, object) {
      const body = JSON.stringify(object);
      const patched = await ask(path, {
        method: 'PATCH',
        body,
        headers: { 'content-type': 'application/merge-patch+json' },
      });
      if (patched.status !== 404) return void (await parsed(patched));
      const collection = path.slice(0, path.lastIndexOf('/'));
      const headers = { 'content-type': 'application/json' };
      const created = await ask(collection, { method: 'POST', body, headers });
      // An attempt whose answer was lost has made it already.
      if (created.status !== 409) await parsed(created);
    },
  };
}
