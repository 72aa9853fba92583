import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { Offered } from '../../domain/rollback/check-offer.ts';
import type { Refusal } from '../../domain/rollback/refusal.ts';
import { workloadKey } from '../../domain/rollout/workload.ts';
import type { SlackPerson, StoreSession } from '../../ports.ts';

/** Somebody did something about a rollback, or was refused. */
export interface Deed {
  readonly offered: Offered;
  readonly person: Pick<SlackPerson, 'userId'> & { readonly name?: string };
  /** Noun-action: `rollback-requested`. */
  readonly action: string;
  readonly at: number;
  readonly reason?: string;
  /** The version that was chosen, if it is not the offer's own target. */
  readonly chosenLabel?: string;
  readonly refusal?: Refusal;
}

type Records = Pick<StoreSession, 'appendHistory' | 'appendAudit'>;

/** Writes it into the service's history and into the audit. */
export async function recordDeed(session: Records, deed: Deed): Promise<void> {
  const { offered, action, at } = deed;
  const entry = auditEntry(deed);
  const { at: _, service, action: __, ...detail } = entry;
  await session.appendHistory({ at, type: action, service, cardId: offered.card.id, detail });
  await session.appendAudit(entry);
}

/** A refusal is part of the history like the deed. */
export function recordRefusal(
  session: Records,
  deed: Omit<Deed, 'action'> & { refusal: Refusal },
): Promise<void> {
  return recordDeed(session, { ...deed, action: 'rollback-refused' });
}

function auditEntry({ offered, person, action, at, reason, chosenLabel, refusal }: Deed): AuditEntry {
  const { card, environment, rollout, offer } = offered;
  const { userId, name } = person;
  return {
    at,
    actor: { kind: 'person', userId, ...(name === undefined ? {} : { name }) },
    source: 'slack',
    action,
    outcome: refusal === undefined ? 'done' : 'refused',
    service: card.owner.service,
    environment,
    workload: workloadKey(rollout.workload),
    way: offer.way.kind,
    before: card.version.label,
    after: chosenLabel ?? offer.target.label,
    ...(reason === undefined ? {} : { reason }),
    ...(refusal === undefined ? {} : { because: refusal.kind }),
  };
}
