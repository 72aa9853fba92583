import type { Card } from '../release/card.ts';
import { rolloutsOf } from '../release/settle-card.ts';
import type { RollbackRun } from '../rollback/rollback.ts';
import type { Suspension } from '../rollback/suspension.ts';
import { workloadKey } from '../rollout/workload.ts';
import type { AuditEntry } from './audit-entry.ts';

/** That Flux was suspended for a rollback, and who let it go on. */
export function auditSuspensions(before: Card | undefined, after: Card, now: number): readonly AuditEntry[] {
  const known = new Map(
    rolloutsOf(before).map(({ workload, rollback }) => [workloadKey(workload), rollback?.suspension]),
  );
  return after.releases.flatMap(({ environment, rollouts }) =>
    rollouts.flatMap(({ workload, rollback: run }) => {
      if (run?.suspension === undefined) return [];
      const key = workloadKey(workload);
      const place = { at: now, service: after.owner.service, environment, workload: key, way: run.way.kind };
      return stepsOf(run, run.suspension, known.get(key)).map((step) => ({ ...place, ...step }));
    }),
  );
}

type Step = Pick<AuditEntry, 'actor' | 'source' | 'action' | 'outcome' | 'because'>;

function stepsOf(
  { by }: RollbackRun,
  suspension: Suspension,
  before: Suspension | undefined,
): readonly Step[] {
  const earlier = before?.key === suspension.key ? before : undefined;
  const { heldAt, foreign, trouble, ended } = suspension;
  const isHeld = heldAt !== undefined && foreign === undefined && earlier?.heldAt === undefined;
  return [
    ...(isHeld
      ? [{ actor: actorOf(by), source: 'cluster', action: 'flux-suspended', outcome: 'done' } as const]
      : []),
    ...(trouble === undefined || earlier?.trouble !== undefined
      ? []
      : [
          {
            actor: { kind: 'shipmate' },
            source: 'cluster',
            action: 'flux-resumed',
            outcome: 'failed',
            because: trouble.kind,
          } as const,
        ]),
    ...(ended === undefined || earlier?.ended !== undefined ? [] : [resumed(ended)]),
  ];
}

function resumed({ by, isElsewhere }: NonNullable<Suspension['ended']>): Step {
  return {
    actor: by === undefined ? { kind: 'shipmate' } : actorOf(by),
    source: isElsewhere === true ? 'cluster' : by === undefined ? 'clock' : 'slack',
    action: 'flux-resumed',
    outcome: 'done',
    ...(isElsewhere === true ? { because: 'elsewhere' } : {}),
  };
}

function actorOf({ userId, name }: RollbackRun['by']): AuditEntry['actor'] {
  return userId === '' ? { kind: 'shipmate' } : { kind: 'person', userId, name };
}
