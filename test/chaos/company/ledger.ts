import type { Behaviour, DeployKind, WriteEvent } from '../../../sandbox/kubernetes/index.ts';
import type { Act, Story } from '../plan/plan.ts';
import { imageOfTemplate, isThere } from './workload-status.ts';

export type ReleaseEnd =
  | { readonly how: 'superseded' | 'undone'; readonly at: number; readonly by: string }
  | { readonly how: 'deleted'; readonly at: number }
  | { readonly how: 'rolled-back'; readonly at: number; readonly to: string };

/** What really happened to one version of one service: what was deployed, and what the cluster made of it. */
export interface ReleaseTruth {
  readonly service: string;
  readonly kind: DeployKind;
  readonly channel: string;
  readonly version: string;
  readonly behaviour: Behaviour;
  readonly isBuilt: boolean;
  /** When something of it could be told first: its build or, without one, its deploy. */
  readonly openedAt: number;
  readonly startedAt: number;
  /** When all its pods were there for the first time. */
  completeAt?: number;
  /** What took its place; absent while it is the newest. */
  end?: ReleaseEnd;
}

export interface DeployNote extends Pick<Act, 'version' | 'behaviour' | 'isBuilt'> {
  /** When its build began. */
  readonly builtAt?: number;
  /** Whether somebody goes back to it. */
  readonly isOlder?: boolean;
}

export interface Ledger {
  readonly releases: readonly ReleaseTruth[];
  /** To be called before the deploy itself. */
  deployed(story: Story, deploy: DeployNote): ReleaseTruth;
  /** To be called before the workload is deleted. */
  removed(service: string): void;
  /** To be called with every write of the cluster. */
  onWrite(write: WriteEvent): void;
  onRolledBack(listener: (release: ReleaseTruth) => void): () => void;
  /** The newest release of a service that is there. */
  newest(service: string): ReleaseTruth | undefined;
}

export function createLedger(now: () => number): Ledger {
  const releases: ReleaseTruth[] = [];
  const newest = new Map<string, ReleaseTruth>();
  const listeners = new Set<(release: ReleaseTruth) => void>();

  function end(service: string, how: ReleaseEnd): ReleaseTruth | undefined {
    const release = newest.get(service);
    newest.delete(service);
    if (release !== undefined && release.end === undefined) release.end = how;
    return release;
  }

  return {
    releases,
    newest: (service) => newest.get(service),
    deployed({ service, kind, channel }, { version, behaviour, isBuilt, builtAt, isOlder = false }) {
      const at = now();
      const openedAt = builtAt ?? at;
      // A rollback has ended already what the next version replaces.
      end(service, { how: isOlder ? 'undone' : 'superseded', at, by: version });
      const about = { service, kind, channel, version, behaviour, isBuilt };
      const release: ReleaseTruth = { ...about, openedAt, startedAt: at };
      releases.push(release);
      newest.set(service, release);
      return release;
    },
    removed: (service) => void end(service, { how: 'deleted', at: now() }),
    onWrite({ object }) {
      const release = newest.get(object.metadata.name);
      if (release === undefined || object.kind !== release.kind || release.end !== undefined) return;
      const version = imageOfTemplate(object)?.split(':').at(-1);
      if (version === release.version) {
        if (isThere(object)) release.completeAt ??= now();
        return;
      }
      // Nobody but the bot changes a template without telling the ledger first.
      if (version === undefined || object.kind !== 'Deployment') return;
      release.end = { how: 'rolled-back', at: now(), to: version };
      for (const listener of listeners) listener(release);
    },
    onRolledBack(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
