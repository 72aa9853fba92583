import type { RequestOptions } from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { PermanentError } from '../../errors.ts';
import { type ConnectionOptions, describeConnection } from './connection-options.ts';

export interface Tls {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

export interface Credentials {
  /** Without a slash at its end. */
  readonly serverUrl: string;
  readonly proxyUrl: string | undefined;
  readonly tls: Tls;
  /** Asked for at each request: a token file or an exec plugin may have a newer token. */
  headers(): Promise<Readonly<Record<string, string>>>;
}

/**
 * Reads the connection's credentials anew. Throws PermanentError `kubernetes-credentials` that says what to check;
 * never with a secret in it.
 */
export async function loadCredentials(options: ConnectionOptions): Promise<Credentials> {
  return await explained(options, async () => {
    const config = loadKubeConfig(options);
    const cluster = config.getCurrentCluster();
    if (cluster === null) throw new Error('there is no such context, or it names no cluster');

    return {
      serverUrl: cluster.server.replace(/\/+$/, ''),
      proxyUrl: cluster.proxyUrl,
      tls: tlsOf(await applied(config)),
      headers: () => explained(options, async () => headersOf(config, await applied(config))),
    };
  });
}

async function explained<T>(options: ConnectionOptions, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PermanentError(
      'kubernetes-credentials',
      `Cannot read the cluster's credentials (${describeConnection(options)}): ${reason}`,
      { cause: error },
    );
  }
}

/** Throws what the file system or the file's format says; `loadCredentials` explains it. */
export function loadKubeConfig(options: ConnectionOptions): KubeConfig {
  const config = new KubeConfig();
  switch (options.kind) {
    case 'kubeconfig':
      loadKubeconfigFile(config, options.path);
      if (options.context !== undefined) config.setCurrentContext(options.context);
      break;
    case 'in-cluster':
      config.loadFromCluster();
      break;
    case 'server':
      config.loadFromClusterAndUser(...clusterAndUser(options));
      break;
  }
  // client-node refuses plain HTTP unless told so; `kubectl proxy` and local servers speak it.
  config.clusters = config.clusters.map((cluster) =>
    cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster,
  );
  return config;
}

function loadKubeconfigFile(config: KubeConfig, path: string | undefined): void {
  try {
    if (path !== undefined) config.loadFromFile(path);
    else config.loadFromDefault();
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) throw error;
    const place = 'path' in error && error.path !== undefined ? String(error.path) : 'KUBECONFIG';
    throw new Error(`no kubeconfig found; looked at ${place}`, { cause: error });
  }
  if (path === undefined && isMadeUp(config)) {
    const home = join(homedir(), '.kube', 'config');
    throw new Error(
      `no kubeconfig found; looked at KUBECONFIG, which is not set, and at ${home}. Set KUBECONFIG, or connection.kubeconfig.path of the cluster in the configuration`,
    );
  }
}

/**
 * Without a kubeconfig, client-node makes up a cluster on port 8080 of this machine, as kubectl once did:
 * https://github.com/kubernetes-client/javascript/blob/master/src/config.ts
 */
function isMadeUp(config: KubeConfig): boolean {
  const cluster = config.getCurrentCluster();
  return config.currentContext === 'loaded-context' && cluster?.server === 'http://localhost:8080';
}

type Server = Extract<ConnectionOptions, { kind: 'server' }>;

function clusterAndUser({
  url,
  token,
  tokenFile,
  caFile,
}: Server): Parameters<KubeConfig['loadFromClusterAndUser']> {
  const fileProvider = { authProvider: { name: 'tokenFile', config: { tokenFile } } };
  return [
    {
      name: 'server',
      server: url,
      skipTLSVerify: false,
      ...(caFile === undefined ? {} : { caFile }),
    },
    {
      name: 'user',
      ...(token === undefined ? {} : { token }),
      ...(tokenFile === undefined ? {} : fileProvider),
    },
  ];
}

async function applied(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return options;
}

function tlsOf(options: RequestOptions): Tls {
  const { ca, cert, key, servername, rejectUnauthorized } = options;
  return {
    ...(Buffer.isBuffer(ca) ? { ca } : {}),
    ...(Buffer.isBuffer(cert) ? { cert } : {}),
    ...(Buffer.isBuffer(key) ? { key } : {}),
    ...(servername === undefined ? {} : { servername }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  };
}

function headersOf(config: KubeConfig, options: RequestOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value !== undefined) headers[name.toLowerCase()] = String(value).trim();
  }
  const user = config.getCurrentUser();
  if (user?.username !== undefined && user.username !== '') {
    const basic = Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64');
    headers['authorization'] = `Basic ${basic}`;
  }
  return headers;
}
