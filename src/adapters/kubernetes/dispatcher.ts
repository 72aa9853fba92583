import { isDeepStrictEqual } from 'node:util';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { PermanentError } from '../../errors.ts';
import type { Credentials } from './credentials.ts';

export interface DispatcherHolder {
  /** The shared pool of connections; a new one only when certificates or the proxy have changed. */
  dispatcherFor(credentials: Credentials): Dispatcher;
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;
// Load balancers drop idle connections after 60 s; client-go probes every 30 s.
const keepAliveProbeMs = 30_000;

export function createDispatcherHolder(): DispatcherHolder {
  let current:
    | { readonly made: Pick<Credentials, 'tls' | 'proxyUrl'>; readonly dispatcher: Dispatcher }
    | undefined;

  return {
    dispatcherFor(credentials) {
      const made = { tls: credentials.tls, proxyUrl: credentials.proxyUrl };
      if (current !== undefined && isDeepStrictEqual(current.made, made)) return current.dispatcher;
      // Ends by itself once the requests in flight on it are done.
      current?.dispatcher.close().catch(() => undefined);
      current = { made, dispatcher: createDispatcher(credentials) };
      return current.dispatcher;
    },
    async close() {
      await current?.dispatcher.destroy();
      current = undefined;
    },
  };
}

function createDispatcher({ tls, proxyUrl }: Credentials): Dispatcher {
  const connect = {
    ...tls,
    timeout: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveProbeMs,
  };
  if (proxyUrl === undefined) return new Agent({ connect });
  if (proxyUrl.startsWith('socks')) {
    throw new PermanentError('kubernetes-credentials', 'SOCKS proxies in a kubeconfig are not supported.');
  }
  return new ProxyAgent({ uri: proxyUrl, requestTls: tls, connect });
}
