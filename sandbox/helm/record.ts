import { gunzipSync, gzipSync } from 'node:zlib';

/** What Helm keeps of one revision. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly info: {
    readonly first_deployed: string;
    readonly last_deployed: string;
    readonly deleted: string;
    readonly description: string;
    readonly status: string;
    readonly notes?: string;
  };
  readonly chart: object;
  readonly config: object;
  readonly manifest: string;
  readonly hooks: readonly Hook[];
  readonly apply_method?: string;
}

export interface Hook {
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  readonly manifest: string;
  readonly events: readonly string[];
}

export interface RecordSecret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly type: 'helm.sh/release.v1';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data: { readonly release: string };
}

/** As Helm 3 and 4 write it: JSON, gzipped, in base64; the Secret's own base64 comes on top. */
export function secretOf(release: Release, labels: Readonly<Record<string, string>> = {}): RecordSecret {
  const { name, namespace, version, info } = release;
  const packed = gzipSync(JSON.stringify(release), { level: 9 }).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${version}`,
      namespace,
      labels: { ...labels, name, owner: 'helm', status: info.status, version: String(version) },
    },
    data: { release: Buffer.from(packed).toString('base64') },
  };
}

export function releaseOf({ data }: RecordSecret): Release {
  const packed = Buffer.from(Buffer.from(data.release, 'base64').toString(), 'base64');
  return JSON.parse(gunzipSync(packed).toString()) as Release;
}
