import type { Revision } from '../../../src/domain/rollout/observation.ts';
import { TransientError } from '../../../src/errors.ts';
import type { WayBackExecutor, WayBackRequest, WayBackResult } from '../../../src/ports.ts';
import { counts, crash, look, revision } from '../../domain/release/story.ts';

/** What happens to the next write: its answer comes, is lost after it or before it, or the process dies with it. */
export type Fate = 'answered' | 'lost-after' | 'lost-before' | 'dies-after' | 'dies-before';

export interface Write {
  readonly key: string;
  readonly from: Revision;
  readonly to: string;
  /** What the request said that it leaves and goes to. */
  readonly request: WayBackRequest;
}

/** A Deployment as the API server keeps it: a return to an old template gets a new number, and its old ReplicaSet. */
export function createCluster() {
  const writes: Write[] = [];
  const templates: string[] = [];
  let number = 39;
  let current = revision(39);
  let fate: Fate = 'answered';
  let die = () => {};
  const deaths: (() => void)[] = [];

  const go = (uid: string): void => {
    number += 1;
    const template = Number(uid.slice(3));
    current = { ...revision(template), number, createdAt: template * 1000 };
    if (!templates.includes(uid)) templates.push(uid);
  };

  /** Undefined when it is still to be done, and may be. */
  function standing({ current: left, target, takesUpOnly }: WayBackRequest): WayBackResult | undefined {
    if (current.number === left.number && current.revisionUid === left.revisionUid) {
      return takesUpOnly === true ? { kind: 'refused', because: 'not-begun' } : undefined;
    }
    const isThere = current.revisionUid === target.revisionUid;
    return isThere ? { kind: 'already-there' } : { kind: 'refused', because: 'newer-revision' };
  }

  async function carryOut(request: WayBackRequest): Promise<WayBackResult> {
    // The request is on its way, and others with it.
    await new Promise((resolve) => setImmediate(resolve));
    const decided = fate;
    fate = 'answered';
    if (decided === 'lost-before') throw lost();
    if (decided === 'dies-before') return dying();
    const found = standing(request);
    if (found !== undefined) return found;
    writes.push({ key: request.key, from: current, to: request.target.revisionUid, request });
    go(request.target.revisionUid);
    if (decided === 'lost-after') throw lost();
    if (decided === 'dies-after') return dying();
    return { kind: 'applied' };
  }

  function dying(): Promise<never> {
    for (const each of [die, ...deaths]) each();
    return new Promise(() => undefined);
  }

  return {
    writes,
    executor: { carryOut } satisfies WayBackExecutor,
    decide(next: Fate, onDeath: () => void) {
      fate = next;
      die = onDeath;
    },
    onDeath(listener: () => void) {
      deaths.push(listener);
    },
    /** Somebody returns to an old template. */
    goTo: go,
    /** A new version, or one that was left before comes again. */
    deploy(isReturn = false) {
      const last = templates.at(-1);
      go(isReturn && last !== undefined ? last : `rs-${number + 1}`);
    },
    look(isWell = ['rs-40', 'rs-41', 'rs-42'].includes(current.revisionUid)) {
      const older = templates
        .filter((uid) => uid !== current.revisionUid)
        .map((uid) => revision(Number(uid.slice(3))))
        .toReversed();
      return look(current.number, {
        revision: current,
        older,
        ...(isWell ? { phase: 'complete', counts: counts(3) } : { problems: [crash()] }),
      });
    },
  };
}

function lost(): TransientError {
  return new TransientError('kubernetes-timeout', 'no answer', { outcome: 'unknown' });
}
