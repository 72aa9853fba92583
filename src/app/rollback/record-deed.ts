import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { Found, OfferPlace, WayBackOffer } from '../../domain/rollback/check-offer.ts';
import type { Refusal } from '../../domain/rollback/refusal.ts';
import { workloadKey } from '../../domain/rollout/workload.ts';
import type { StoreSession } from '../../ports.ts';
import type { Presser } from './permit.ts';

/** Somebody did something about a rollback, or was refused. */
export interface Deed {
  /** `offer`: absent when the button was of one that is not there any more. */
  readonly offered: OfferPlace & { readonly offer?: WayBackOffer };
  readonly person: Presser;
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

/** The button was of an offer that is outdated; of one that nobody knows nothing can be said. */
export async function recordOutdated(
  session: Records,
  { refusal, place }: Extract<Found, { kind: 'refused' }>,
  deed: Pick<Deed, 'person' | 'at'>,
): Promise<void> {
  if (place !== undefined) await recordRefusal(session, { ...deed, offered: place, refusal });
}

function auditEntry({ offered, person, action, at, reason, chosenLabel, refusal }: Deed): AuditEntry {
  const { card, environment, rollout, offer } = offered;
  const { userId, name } = person;
  const after = chosenLabel ?? offer?.target.label;
  return {
    at,
    actor: { kind: 'person', userId, ...(name === undefined ? {} : { name }) },
    source: 'slack',
    action,
    outcome: refusal === undefined ? 'done' : 'refused',
    service: card.owner.service,
    environment,
    workload: workloadKey(rollout.workload),
    ...(offer === undefined ? {} : { way: offer.way.kind }),
    before: card.version.label,
    ...(after === undefined ? {} : { after }),
    ...(reason === undefined ? {} : { reason }),
    ...(refusal === undefined ? {} : { because: refusal.kind }),
  };
}
