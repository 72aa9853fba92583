import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { World } from '../state/world.ts';

/** A repeated attempt: https://docs.slack.dev/apis/events-api/#retries */
export interface EventRetry {
  eventId: string;
  attempt: number;
  reason: 'http_timeout' | 'http_error' | 'connection_failed';
}

/** The envelope of an Events API request. A retry carries the id of the first attempt. */
export function eventEnvelope(event: JsonObject, world: World, retry?: EventRetry): JsonObject {
  const { appId, botUserId, teamId } = world.workspace;

  return {
    token: 'sandbox-verification-token',
    team_id: teamId,
    api_app_id: appId,
    event: { event_ts: world.timestamps.next(), ...event },
    type: 'event_callback',
    event_id: retry?.eventId ?? `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(world.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: teamId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}

export function retryHeaders(retry: EventRetry | undefined): Record<string, string> {
  return retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {};
}
