import type { Card, Rollout } from '../release/card.ts';
import { rolloutsOf } from '../release/settle-card.ts';
import type { RollbackStatus } from '../rollback/rollback.ts';
import { workloadKey } from '../rollout/workload.ts';
import type { AuditEntry } from './audit-entry.ts';

/** What a change to a card says of rollbacks that nobody clicked for just now: that they began, and how they ended. */
export function auditRuns(before: Card | undefined, after: Card, now: number): readonly AuditEntry[] {
  return after.releases.flatMap(({ environment, rollouts }) =>
    rollouts.flatMap((rollout) => {
      const key = workloadKey(rollout.workload);
      const earlier = rolloutsOf(before).find((each) => workloadKey(each.workload) === key);
      return entryOf({ card: after, environment, rollout, earlier, now });
    }),
  );
}

interface Step {
  readonly card: Card;
  readonly environment: string;
  readonly rollout: Rollout;
  readonly earlier: Rollout | undefined;
  readonly now: number;
}

const told: Readonly<Partial<Record<RollbackStatus, Pick<AuditEntry, 'action' | 'outcome' | 'source'>>>> = {
  running: { action: 'rollback-begun', outcome: 'done', source: 'cluster' },
  done: { action: 'rollback-done', outcome: 'done', source: 'cluster' },
  failed: { action: 'rollback-failed', outcome: 'failed', source: 'cluster' },
  expired: { action: 'rollback-expired', outcome: 'failed', source: 'clock' },
};

function entryOf({ card, environment, rollout, earlier, now }: Step): AuditEntry[] {
  const run = rollout.rollback;
  const words = run === undefined ? undefined : told[run.status];
  const isNews =
    run?.status !== earlier?.rollback?.status || run?.requestedAt !== earlier?.rollback?.requestedAt;
  if (run === undefined || words === undefined || !isNews) return [];
  return [
    {
      at: now,
      actor: { kind: 'shipmate' },
      ...words,
      service: card.owner.service,
      environment,
      workload: workloadKey(rollout.workload),
      way: run.way.kind,
      before: card.version.label,
      after: run.targetLabel,
      ...(run.failure === undefined ? {} : { because: run.failure.kind }),
    },
  ];
}
