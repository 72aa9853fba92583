export interface StoredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface Client {
  send<T>(method: string, path: string, body?: unknown, contentType?: string): Promise<T>;
  /** Creates the object, or makes what is there say the same. */
  apply(object: StoredObject): Promise<void>;
  remove(object: StoredObject): Promise<void>;
}

const plurals: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  Service: 'services',
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
};

/** Parts that are written whole, so that nothing of the version before stays in them. */
const whole: readonly string[] = ['template', 'data'];

/** What Helm asks of the API server. */
export function createClient(options: {
  readonly url: string;
  readonly token: string;
  readonly namespace: string;
}): Client {
  const { url, token, namespace } = options;

  async function exchange(method: string, path: string, body?: unknown, contentType = 'application/json') {
    return await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': contentType, 'user-agent': 'Helm/3.19.0' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async function send<T>(method: string, path: string, body?: unknown, contentType?: string): Promise<T> {
    const response = await exchange(method, path, body, contentType);
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer as T;
  }

  function collectionOf({ apiVersion, kind }: StoredObject): string {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    return `${root}/namespaces/${namespace}/${plurals[kind] ?? `${kind.toLowerCase()}s`}`;
  }

  return {
    send,
    async apply(object) {
      const collection = collectionOf(object);
      const path = `${collection}/${object.metadata.name}`;
      const found = await exchange('GET', path);
      await found.arrayBuffer();
      if (found.status === 404) return void (await send('POST', collection, object));
      const patch = replacing(object);
      await send('PATCH', `${path}?fieldManager=helm`, patch, 'application/strategic-merge-patch+json');
    },
    async remove(object) {
      await send('DELETE', `${collectionOf(object)}/${object.metadata.name}`);
    },
  };
}

function replacing(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    whole.includes(key) ? { ...each, $patch: 'replace' } : replacing(each),
  ]);
  return Object.fromEntries(entries);
}
