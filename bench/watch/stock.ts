import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import type { Side } from './side.ts';

/** The informer of @kubernetes/client-node, used as its documentation shows. */
export function createStock(url: string): Side {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'bench', server: url, skipTLSVerify: true },
    { name: 'bench', token: 'bench' },
  );
  const api = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, '/api/v1/pods', () => api.listPodForAllNamespaces());
  let added = 0;
  let updated = 0;
  let connections = 0;
  let isSynced = false;
  let fault: string | undefined;
  informer.on('add', () => {
    added += 1;
  });
  informer.on('update', () => {
    updated += 1;
  });
  informer.on('connect', () => {
    connections += 1;
  });
  informer.on('error', (error: unknown) => {
    fault = `The stock informer stopped: ${String(error)}`;
  });

  return {
    start() {
      informer.start().then(
        () => {
          isSynced = true;
        },
        (error: unknown) => {
          fault = `The stock informer did not start: ${String(error)}`;
        },
      );
    },
    isSynced: () => isSynced,
    objects: () => added,
    events: () => updated,
    fault: () => fault ?? (connections > 1 ? 'The stock informer connected more than once.' : undefined),
    stop: () => informer.stop(),
  };
}
