import { randomBytes } from 'node:crypto';
import { builtInRedaction, type Redaction } from '../../domain/redaction/redaction.ts';
import type { WayBackKind } from '../../domain/rollback/way-back.ts';
import type { Clock, FluxControl, Log, LogSource, ProbeFailureSource, WayBackExecutor } from '../../ports.ts';
import { createConnection } from './connection.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { createDigest } from './digest.ts';
import { objectOf, textOf } from './json-field.ts';
import type { NamespaceSelection } from './namespaces.ts';
import { createLogSource, type LogLimits } from './read-log.ts';
import { createProbeFailureSource } from './read-probe-failure.ts';
import type { ReflectorTiming } from './reflector-timing.ts';
import { type ClusterWatcher, createWatcher } from './watcher.ts';
import { createAbort } from './way-back/abort.ts';
import { createArgoCdHistory } from './way-back/argocd-history.ts';
import { createFluxControl } from './way-back/flux-control.ts';
import { createHelmRollback } from './way-back/helm/index.ts';
import { createSuspendAndUndo } from './way-back/suspend-and-undo.ts';
import { createUndo } from './way-back/undo.ts';

export type { ConnectionOptions } from './connection-options.ts';
export type { NamespaceSelection } from './namespaces.ts';
export type { ReflectorState } from './reflector-state.ts';

export interface KubernetesOptions {
  /** The cluster's name in the configuration. */
  readonly cluster: string;
  readonly connection: ConnectionOptions;
  readonly namespaces?: NamespaceSelection;
  /** What hides secrets in logs; by default the rules that are built in. */
  readonly redaction?: Redaction;
  /** How logs are read. */
  readonly logLimits?: Partial<LogLimits>;
  readonly log: Log;
  readonly clock: Clock;
  /** 0 up to 1, for jitter. */
  readonly random?: () => number;
  readonly timing?: ReflectorTiming;
}

export interface Kubernetes {
  readonly watcher: ClusterWatcher;
  readonly logs: LogSource;
  readonly probes: ProbeFailureSource;
  /** The ways back that need nothing but the cluster. */
  readonly waysBack: Readonly<Partial<Record<WayBackKind, WayBackExecutor>>>;
  readonly flux: FluxControl;
  /** The API server's version, such as `v1.34.1`. Throws PermanentError or TransientError that says what to check. */
  ping(): Promise<string>;
  /** Stops the watch and closes every connection. */
  close(): Promise<void>;
}

const pingTimeoutMs = 5_000;

/** One cluster. Nothing is read or connected before the first call. */
export function createKubernetes(options: KubernetesOptions): Kubernetes {
  const {
    cluster,
    clock,
    logLimits,
    namespaces = {},
    redaction = builtInRedaction,
    random = Math.random,
  } = options;
  const connection = createConnection({ cluster, options: options.connection, clock });
  const digest = createDigest(randomBytes(16).toString('base64url'));
  const watcher = createWatcher({ ...options, connection, namespaces, random, digest });

  return {
    watcher,
    logs: createLogSource({
      connection,
      redaction,
      ...(logLimits === undefined ? {} : { limits: logLimits }),
    }),
    probes: createProbeFailureSource({ connection, redaction }),
    waysBack: {
      undo: createUndo({ connection }),
      abort: createAbort({ connection }),
      'argocd-history': createArgoCdHistory({ connection }),
      helm: createHelmRollback({ connection, clock }),
      'suspend-and-undo': createSuspendAndUndo({ connection, clock }),
    },
    flux: createFluxControl({ connection }),
    async ping() {
      const version = await connection.json({
        path: '/version',
        asked: 'read its version',
        timeoutMs: pingTimeoutMs,
      });
      return textOf(objectOf(version)['gitVersion']);
    },
    async close() {
      await watcher.stop();
      await connection.close();
    },
  };
}
