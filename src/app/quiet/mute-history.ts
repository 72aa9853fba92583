import type { Mute } from '../../domain/quiet/mute.ts';
import type { StoreSession } from '../../ports.ts';

/** Who muted what, until when, and who ended it: for the audit. */
export async function appendMuteHistory(
  session: StoreSession,
  { scope, by, until, reason }: Mute,
  { type, at, userId }: { type: 'muted' | 'unmuted' | 'mute-ended'; at: number; userId?: string },
): Promise<void> {
  const service =
    scope.kind === 'service' ? scope.service : ((await session.card(scope.cardId))?.owner.service ?? '');
  await session.appendHistory({
    at,
    type,
    service,
    ...(scope.kind === 'card' ? { cardId: scope.cardId } : {}),
    detail: {
      userId: userId ?? by.userId,
      until,
      ...(scope.kind === 'service' && scope.environment !== undefined
        ? { environment: scope.environment }
        : {}),
      ...(reason === undefined ? {} : { reason }),
    },
  });
}
