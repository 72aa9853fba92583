import { PermanentError } from '../../errors.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { loadKubeConfig } from './credentials.ts';

export interface CurrentContext {
  readonly name: string;
  readonly namespace: string;
}

/** What client-node calls a context that it made up because there is no kubeconfig. */
const madeUp = 'loaded-context';

/**
 * The name and the namespace that kubectl would use. Throws PermanentError `kubernetes-credentials` that says what to
 * check.
 */
export function currentContext(options: ConnectionOptions): CurrentContext {
  if (options.kind === 'server') return { name: options.url, namespace: 'default' };
  const config = load(options);
  const name = config.getCurrentContext();
  const known = config.getContexts().map((each) => each.name);
  if (known.every((each) => each === madeUp)) {
    const message = 'There is no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a cluster.';
    throw new PermanentError('kubernetes-credentials', message);
  }

  const context = config.getContextObject(name);
  if (context === null) {
    const message = `The kubeconfig has no context "${name}"; there are: ${known.join(', ')}.`;
    throw new PermanentError('kubernetes-credentials', message);
  }
  return { name, namespace: context.namespace || 'default' };
}

function load(options: ConnectionOptions): ReturnType<typeof loadKubeConfig> {
  try {
    return loadKubeConfig(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Cannot read the kubeconfig: ${reason}`;
    throw new PermanentError('kubernetes-credentials', message, { cause: error });
  }
}
