import { type AuditEntry, replacedEntry } from '../../domain/audit/audit-entry.ts';
import { type Lock, lockReason } from '../../domain/lock/lock.ts';
import type { Person } from '../../domain/rollback/rollback.ts';
import type { StoreSession } from '../../ports.ts';

interface LockDeed {
  /** `locked`, `unlocked`, `lock-ended`; of a refusal what was asked for. */
  readonly action: string;
  readonly at: number;
  /** Undefined when its time was over. */
  readonly by: Person | undefined;
  readonly isRefused?: boolean;
  /** The lock that was in force until then. */
  readonly replaces?: Lock | undefined;
}

/** Who held automatic releases, who let them go, and who was not let. */
export async function recordLock(
  session: Pick<StoreSession, 'appendHistory' | 'appendAudit'>,
  lock: Pick<Lock, 'service' | 'environment'> & Partial<Lock>,
  { action, at, by, isRefused = false, replaces }: LockDeed,
): Promise<void> {
  const { service, environment, cause } = lock;
  const reason = cause?.kind === 'asked' ? cause.reason : undefined;
  const isHeld = action === 'locked' && !isRefused;
  const entry: AuditEntry = {
    at,
    actor: by === undefined ? { kind: 'shipmate' } : { kind: 'person', ...by },
    source: by === undefined ? 'clock' : 'slack',
    action: isRefused ? `${action}-refused` : action,
    outcome: isRefused ? 'refused' : 'done',
    service,
    environment,
    ...(cause?.kind === 'rollback' ? { before: cause.from } : {}),
    ...(isHeld && lock.until !== undefined ? { after: `until ${new Date(lock.until).toISOString()}` } : {}),
    ...(replaces === undefined ? {} : { replaces: replacedEntry(replaces, lockReason(replaces.cause)) }),
    ...(reason === undefined ? {} : { reason }),
    ...(isRefused ? { because: 'not-permitted' } : {}),
  };
  const { at: _, service: __, action: type, ...detail } = entry;
  await session.appendHistory({ at, type, service, detail });
  await session.appendAudit(entry);
}
