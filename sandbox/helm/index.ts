import { parse, stringify } from 'yaml';
import { createClient, type StoredObject } from './client.ts';
import { type Hook, type RecordSecret, type Release, releaseOf, secretOf } from './record.ts';

export type { Hook, Release } from './record.ts';

/** A chart, rendered: what one revision of the release is to hold. */
export interface Chart {
  readonly version: string;
  /** In the order in which Helm applies them. */
  readonly objects: readonly StoredObject[];
  readonly hooks?: readonly Hook[];
}

export interface UpgradeOptions {
  /** The one who upgrades is killed in the middle, or waits for pods that never get ready. */
  readonly isInterrupted?: boolean;
  /** Helm 4 says how it has applied the release. */
  readonly applyMethod?: 'ssa' | 'csa';
}

/** What people do with `helm` on their machines and in pipelines. */
export interface Helm {
  /** `helm upgrade --install` */
  upgrade(chart: Chart, options?: UpgradeOptions): Promise<void>;
  /** `helm history`, oldest first, with all that the records hold. */
  history(): Promise<readonly Release[]>;
}

export interface HelmOptions {
  readonly url: string;
  readonly token: string;
  readonly namespace: string;
  readonly name: string;
}

/** Helm for one release: its records, its lock, and its objects. */
export function createHelm(options: HelmOptions): Helm {
  const { namespace, name } = options;
  const client = createClient(options);
  const records = `/api/v1/namespaces/${namespace}/secrets`;

  async function history(): Promise<readonly Release[]> {
    const query = `labelSelector=${encodeURIComponent(`owner=helm,name=${name}`)}`;
    const { items } = await client.send<{ items: RecordSecret[] }>('GET', `${records}?${query}`);
    return items.map(releaseOf).toSorted((left, right) => left.version - right.version);
  }

  function put(release: Release): Promise<unknown> {
    const secret = secretOf(release);
    return client.send('PUT', `${records}/${secret.metadata.name}`, secret);
  }

  return {
    history,
    async upgrade(chart, { isInterrupted = false, applyMethod } = {}) {
      const before = await history();
      const last = before.at(-1);
      if (last?.info.status.startsWith('pending-') === true) {
        throw new Error('another operation (install/upgrade/rollback) is in progress');
      }
      const release = pending(chart, last, { namespace, name, ...(applyMethod && { applyMethod }) });
      await client.send('POST', records, secretOf(release));
      for (const object of chart.objects) await client.apply({ ...object, metadata: owned(object, options) });
      for (const gone of objectsOf(last).filter(
        (each) => !chart.objects.some((other) => isSame(each, other)),
      )) {
        await client.remove(gone);
      }
      if (isInterrupted) return;
      for (const each of before.filter(({ info }) => info.status === 'deployed')) {
        await put({ ...each, info: { ...each.info, status: 'superseded' } });
      }
      await put({ ...release, info: { ...release.info, status: 'deployed' } });
    },
  };
}

interface Identity {
  readonly namespace: string;
  readonly name: string;
  readonly applyMethod?: string;
}

function pending({ version, objects, hooks = [] }: Chart, last: Release | undefined, of: Identity): Release {
  const { namespace, name, applyMethod } = of;
  const now = new Date().toISOString();
  const isFirst = last === undefined;
  return {
    name,
    namespace,
    version: (last?.version ?? 0) + 1,
    info: {
      first_deployed: last?.info.first_deployed ?? now,
      last_deployed: now,
      deleted: '',
      description: isFirst ? 'Install complete' : 'Upgrade complete',
      status: isFirst ? 'pending-install' : 'pending-upgrade',
      notes: `Notes of ${version}`,
    },
    chart: { metadata: { name, version: '1.4.2', appVersion: version, apiVersion: 'v2' }, values: {} },
    config: { image: { tag: version } },
    manifest: objects
      .map(
        (object) =>
          `---\n# Source: ${name}/templates/${object.kind.toLowerCase()}.yaml\n${stringify(object)}`,
      )
      .join(''),
    hooks,
    ...(applyMethod === undefined ? {} : { apply_method: applyMethod }),
  };
}

function objectsOf(release: Release | undefined): readonly StoredObject[] {
  const chart = release === undefined ? '' : release.manifest;
  return documentsOf(chart);
}

function documentsOf(manifest: string): readonly StoredObject[] {
  return manifest
    .split('---\n')
    .filter((text) => text !== '')
    .map((text) => parse(text) as StoredObject);
}

function isSame(left: StoredObject, right: StoredObject): boolean {
  return left.kind === right.kind && left.metadata.name === right.metadata.name;
}

function owned({ metadata }: StoredObject, { namespace, name }: HelmOptions): StoredObject['metadata'] {
  return {
    ...metadata,
    namespace,
    labels: { ...metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: {
      ...metadata.annotations,
      'meta.helm.sh/release-name': name,
      'meta.helm.sh/release-namespace': namespace,
    },
  };
}
