import { z } from 'zod';
import type { Arrival } from '../../ports.ts';
import { toArrival } from './arrival.ts';
import type { SlackBody } from './request-body.ts';

/** What a request of Slack asks of the receiver. */
export type SlackRequest =
  /** Slack asks whether anybody is there. */
  | { readonly kind: 'handshake'; readonly answer: object | undefined }
  /** Slack says that it withholds events. */
  | { readonly kind: 'rate-limited' }
  /** The choices of a menu: only the answer counts, and later it is worth nothing. */
  | { readonly kind: 'lookup' }
  /** Stored, and acknowledged at once or with what its listener answers. */
  | { readonly kind: 'stored'; readonly arrival: Arrival; readonly isAnswered: boolean }
  | { readonly kind: 'unknown' };

const person = z.looseObject({ id: z.string().min(1) });

const verification = z.looseObject({ type: z.literal('url_verification'), challenge: z.string() });
const event = z.looseObject({
  type: z.literal('event_callback'),
  event_id: z.string().min(1),
  event: z.looseObject({ type: z.string().min(1) }),
});
const command = z.looseObject({ command: z.string().startsWith('/'), user_id: z.string().min(1) });
const interaction = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('block_actions'),
    user: person,
    actions: z.array(z.looseObject({ type: z.string() })).min(1),
  }),
  z.looseObject({
    type: z.enum(['view_submission', 'view_closed']),
    user: person,
    view: z.looseObject({ id: z.string().min(1) }),
  }),
  z.looseObject({ type: z.enum(['shortcut', 'message_action']), user: person, callback_id: z.string() }),
]);

/** By its form, before Bolt sees it: what Bolt does not expect makes it throw in places where nobody catches. */
export function classify(body: SlackBody): SlackRequest {
  const { type } = body;
  if (body['ssl_check'] === '1') return { kind: 'handshake', answer: undefined };
  if (type === 'app_rate_limited') return { kind: 'rate-limited' };
  if (type === 'block_suggestion') return { kind: 'lookup' };
  const asked = verification.safeParse(body).data;
  if (asked !== undefined) return { kind: 'handshake', answer: { challenge: asked.challenge } };
  if (event.safeParse(body).success) return stored('slack-event', body, false);
  if (command.safeParse(body).success) return stored('slack-command', body, true);
  if (!interaction.safeParse(body).success) return { kind: 'unknown' };
  return stored('slack-interaction', body, type === 'view_submission');
}

function stored(source: string, body: SlackBody, isAnswered: boolean): SlackRequest {
  return { kind: 'stored', arrival: toArrival(source, body), isAnswered };
}
