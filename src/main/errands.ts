import { setTimeout as wait } from 'node:timers/promises';
import type { Kubernetes } from '../adapters/kubernetes/index.ts';
import type { Desk } from '../app/desk.ts';
import { createFencedExecutor } from '../app/fenced-executor.ts';
import { createFetchLogs } from '../app/fetch-logs.ts';
import { createFetchProbeFailures } from '../app/fetch-probe-failures.ts';
import { redactAnswers } from '../app/redact-foreign-text.ts';
import { createResumeFlux } from '../app/rollback/resume-flux.ts';
import { approvedRuns } from '../app/rollback/roll-back.ts';
import { createRunRollback } from '../app/rollback/run-rollback.ts';
import { takeUpAgain } from '../app/take-up-again.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { Card } from '../domain/release/card.ts';
import type { WaysElsewhere } from './ways-elsewhere.ts';

/** What cards ask of clusters: evidence to be fetched, rollbacks to be carried out. */
export interface Errands {
  start(): void;
  /** What a card that has just changed asks for. */
  consider(card: Card): void;
  /** Begins what is not under way yet. */
  takeUp(): Promise<void>;
  /** Asks again about rollbacks that wait for something elsewhere, and for what could not be ended. To be called now and then. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

interface ErrandsOptions {
  readonly desk: Desk;
  readonly clusters: ReadonlyMap<string, Pick<Kubernetes, 'logs' | 'probes' | 'waysBack' | 'flux'>>;
  /** Ways back that need no cluster. */
  readonly waysElsewhere: WaysElsewhere;
  /** What hides secrets in what others say. */
  readonly redaction: Redaction;
  /** Where the company's Slack is, once that is known. */
  readonly workspaceUrl: () => string | undefined;
  /** What is left of a rollback is not this replica's any more once it leads no more. */
  readonly isLeading: () => boolean;
  /** The clusters that are looked after here. */
  readonly isOurs: (cluster: string) => boolean;
  readonly settleMs: number;
  /** The most that the file of a log may take. */
  readonly fileBytes: number;
}

export function createErrands(options: ErrandsOptions): Errands {
  const { desk, clusters, waysElsewhere, redaction, isLeading, isOurs, settleMs, fileBytes } = options;
  const { store, log } = desk;
  const fetchLogs = createFetchLogs(desk, {
    sourceOf: (cluster) => clusters.get(cluster)?.logs,
    isOurs,
    fileBytes,
  });
  const fetchProbeFailures = createFetchProbeFailures(desk, {
    sourceOf: (cluster) => clusters.get(cluster)?.probes,
    isOurs,
  });
  const evidence = [fetchLogs, fetchProbeFailures];
  const runRollback = createRunRollback(
    desk,
    (cluster, way) => {
      const executor = clusters.get(cluster)?.waysBack[way] ?? waysElsewhere[way];
      return executor && createFencedExecutor(redactAnswers(executor, redaction), isLeading);
    },
    (ms, signal) => wait(ms, undefined, { signal }),
    options.workspaceUrl,
  );
  const resumeFlux = createResumeFlux(desk, (cluster) => clusters.get(cluster)?.flux, isOurs);
  let isSettled = settleMs === 0;
  let settling: NodeJS.Timeout | undefined;

  async function takeUp(): Promise<void> {
    if (isSettled) await takeUpAgain({ store, runRollback, resumeFlux, evidence, isOurs, log });
  }

  return {
    consider(card) {
      for (const fetch of evidence) fetch.fetchFor(card);
      resumeFlux.consider(card);
      for (const offerId of approvedRuns(card, isOurs)) void runRollback.run(card.id, offerId);
    },
    takeUp,
    async tick() {
      await Promise.all([runRollback.tick(), resumeFlux.tick()]);
    },
    start() {
      settling = setTimeout(() => {
        isSettled = true;
        takeUp().catch((error: unknown) => {
          log.error({ err: error }, 'what was left to do could not be looked for; it is tried again');
        });
      }, settleMs);
    },
    async stop() {
      clearTimeout(settling);
      await Promise.all([runRollback.stop(), resumeFlux.stop(), fetchLogs.stop(), fetchProbeFailures.stop()]);
    },
  };
}
