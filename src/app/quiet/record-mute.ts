import { type Actor, replacedEntry } from '../../domain/audit/audit-entry.ts';
import type { Mute } from '../../domain/quiet/mute.ts';
import type { StoreSession } from '../../ports.ts';

export interface MuteEvent {
  readonly type: 'muted' | 'unmuted' | 'mute-ended';
  readonly at: number;
  /** Who did it; absent when the clock did. */
  readonly userId?: string;
}

/** Who muted what, until when and why, and who ended it: for the history, and for the audit. */
export async function recordMute(session: StoreSession, mute: Mute, event: MuteEvent): Promise<void> {
  const { scope, until, reason, replaces } = mute;
  const { type, at, userId } = event;
  const card = scope.kind === 'card' ? await session.card(scope.cardId) : undefined;
  const service = scope.kind === 'service' ? scope.service : (card?.owner.service ?? '');
  const about = {
    ...(scope.kind === 'service' && scope.environment !== undefined
      ? { environment: scope.environment }
      : {}),
    ...(reason === undefined ? {} : { reason }),
  };
  const replaced =
    type !== 'muted' || replaces === undefined ? {} : { replaces: replacedEntry(replaces, replaces.reason) };
  await session.appendHistory({
    at,
    type,
    service,
    ...(scope.kind === 'card' ? { cardId: scope.cardId } : {}),
    detail: { ...about, ...replaced, until, ...(userId === undefined ? {} : { userId }) },
  });
  await session.appendAudit({
    at,
    actor: actorOf(mute, userId),
    source: userId === undefined ? 'clock' : 'slack',
    action: type,
    outcome: 'done',
    service,
    ...about,
    ...replaced,
    ...(card === undefined ? {} : { before: card.version.label }),
    after: `until ${new Date(until).toISOString()}`,
  });
}

function actorOf({ by }: Mute, userId: string | undefined): Actor {
  if (userId === undefined) return { kind: 'shipmate' };
  return { kind: 'person', userId, ...(userId === by.userId ? { name: by.name } : {}) };
}
