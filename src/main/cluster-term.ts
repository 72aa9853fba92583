import type { ClusterWatcher } from '../adapters/kubernetes/watcher.ts';
import type { Desk } from '../app/desk.ts';
import { createFollowWorkload } from '../app/follow-workload.ts';
import { inTurn } from '../app/in-turn.ts';
import { createLookKeeper } from '../app/look-keeper.ts';
import { redactObservation } from '../app/redact-foreign-text.ts';
import { createSight } from '../app/sight.ts';
import { createTicker } from '../app/ticker.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { Term } from './duty.ts';
import type { Errands } from './errands.ts';

export interface ClusterTerm extends Term {
  readonly errands: Errands;
  readiness: ClusterWatcher['readiness'];
  /** Until when everything in the cluster has been applied. */
  seenUntil(): number | undefined;
}

interface ClusterTermOptions {
  readonly name: string;
  readonly watcher: ClusterWatcher;
  readonly desk: Desk;
  readonly errands: Errands;
  readonly redaction: Redaction;
}

const tickEveryMs = 1_000;
/** What no word told of is found by looking. */
const errandsEveryTicks = 15;
/** For how long workloads are remembered is counted in days. */
const seenEveryTicks = 1_800;

/** Follows one cluster: its workloads, what lasts for too long in it, and what cards ask of it. */
export function beginCluster({ name, watcher, desk, errands, redaction }: ClusterTermOptions): ClusterTerm {
  const follow = createFollowWorkload(desk);
  const looks = createLookKeeper(follow, desk.log);
  const sight = createSight({
    store: desk.store,
    cluster: name,
    toldUntil: watcher.seenUntil,
    whenApplied: looks.whenApplied,
  });
  /** The uids of what is there, by `workloadKey`. */
  const there = new Map<string, string>();
  let ticks = 0;

  const ticker = createTicker(
    tickEveryMs,
    (isStopping) => {
      const isSeeing = ticks % seenEveryTicks === 60;
      ticks += 1;
      const steps = [
        looks.retry,
        follow.tick,
        sight.note,
        errands.tick,
        ...(isSeeing ? [() => desk.store.seeWorkloads([...there.keys()], desk.clock.now())] : []),
        ...(ticks % errandsEveryTicks === 0 ? [errands.takeUp] : []),
      ];
      return inTurn(steps, isStopping);
    },
    desk.log,
  );
  errands.start();
  watcher.start({
    onSynced: looks.onSynced,
    onObservation(seen, isBaseline) {
      there.set(workloadKey(seen.workload), seen.uid);
      looks.onObservation(redactObservation(seen, redaction), isBaseline);
    },
    onGone(workload, uid) {
      // The end of one that was made again may come after what came of it since.
      if (there.get(workloadKey(workload)) === uid) there.delete(workloadKey(workload));
      looks.onGone(workload, uid);
    },
  });

  /** To whoever leads next; but of a cluster that nobody has seen whole, only who saw it can tell what is new. */
  async function leaveLooks(): Promise<void> {
    const mayLeave = await sight.isStored().catch((error: unknown) => {
      desk.log.warn({ err: error, cluster: name }, 'whether the cluster was seen before could not be read');
      return false;
    });
    if (mayLeave) looks.leave();
  }

  return {
    errands,
    readiness: watcher.readiness,
    seenUntil: sight.until,
    async stop() {
      // All at once. How far everything was told is asked before the watcher, which tells nothing more, has stopped.
      await Promise.all([
        sight.write().catch((error: unknown) => {
          desk.log.warn({ err: error, cluster: name }, 'until when the cluster was seen could not be stored');
        }),
        ticker.stop(),
        watcher.stop(),
        errands.stop(),
        leaveLooks(),
      ]);
      await looks.whenIdle();
    },
  };
}
