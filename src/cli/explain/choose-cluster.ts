import { type LoadedConfig, loadConfig } from '../../config/load.ts';
import type { ConnectionConfig } from '../../config/schema.ts';
import { UserError } from '../../errors.ts';
import type { Terminal } from '../command.ts';

export interface ChosenCluster {
  /** Its name in the configuration; absent when only the kubeconfig knows it. */
  readonly cluster?: string;
  readonly connection: ConnectionConfig;
}

/**
 * The cluster to read from: of the configuration if there is one, else of the kubeconfig. `context` is a cluster's name
 * in the configuration or a context of the kubeconfig. Throws UserError.
 */
export function chooseCluster(terminal: Terminal, context: string | undefined): ChosenCluster {
  const clusters = configuredClusters(terminal, context !== undefined);
  if (context !== undefined) {
    const found =
      clusters.find(({ name }) => name === context) ??
      clusters.find(({ connection }) => connection.kind === 'kubeconfig' && connection.context === context);
    if (found !== undefined) return { cluster: found.name, connection: found.connection };
    return { connection: { kind: 'kubeconfig', context } };
  }

  const [only] = clusters;
  if (only === undefined) return { connection: { kind: 'kubeconfig' } };
  if (clusters.length === 1) return { cluster: only.name, connection: only.connection };
  const names = clusters.map(({ name }) => name).join(', ');
  throw new UserError(
    'usage',
    `The configuration has ${clusters.length} clusters: ${names}. Choose one with --context.`,
  );
}

/** Empty when there is no configuration: a laptop with a kubeconfig is enough. */
function configuredClusters(
  { env, readFile }: Terminal,
  isKubeconfigEnough: boolean,
): LoadedConfig['config']['clusters'] {
  try {
    return loadConfig({ env, readFile }).config.clusters;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // A context can be looked up without the configuration, whose secrets may be missing on a laptop.
    if (isKubeconfigEnough) return [];
    const isNamed = (env['SHIPMATE_CONFIG'] ?? '') !== '';
    if (error.code === 'config-missing' && !isNamed) return [];
    const hint = 'To explain a workload with your kubeconfig alone, name its context: --context CONTEXT';
    throw new UserError(error.code, `${error.message}\n${hint}`, { cause: error });
  }
}
