import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { KubernetesObject } from '../../../sandbox/kubernetes/model.ts';

/** What a person with kubectl does to the cluster and sees of it. */
export interface ClusterClient {
  /** Undefined when there is none of this name. */
  get(path: string): Promise<KubernetesObject | undefined>;
  list(path: string): Promise<readonly KubernetesObject[]>;
  apply(path: string, object: object): Promise<void>;
}

export function createClusterClient({ url }: KubernetesStandIn, token: string): ClusterClient {
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const { headers, ...rest } = init;
    const authorization = { authorization: `Bearer ${token}` };
    return await fetch(`${url}${path}`, { ...rest, headers: { ...authorization, ...headers } });
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
      const headers = { 'content-type': 'application/merge-patch+json' };
      const body = JSON.stringify(object);
      const patched = await ask(path, { method: 'PATCH', body, headers });
      if (patched.status !== 404) return void (await parsed(patched));
      const collection = path.slice(0, path.lastIndexOf('/'));
      const created = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
      await parsed(await ask(collection, created));
    },
  };
}
