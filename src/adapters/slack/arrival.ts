import { createHash } from 'node:crypto';
import type { Arrival } from '../../ports.ts';
import type { SlackBody } from './request-body.ts';

/** Under which key a request of Slack is known, and in which order with others it is processed. */
export function toArrival(source: string, body: SlackBody): Arrival {
  return { key: keyOf(body), source, subject: subjectOf(body), body: JSON.stringify(body) };
}

/**
 * The same for every copy: Slack sends an event again with its `event_id`, but with another time and signature. What a
 * person did has a `trigger_id` of its own, and only whoever replays a request sends it twice.
 */
function keyOf(body: SlackBody): string {
  if (body['type'] === 'event_callback') return key(body, ['event', text(body, 'event_id')]);
  if (text(body, 'command') !== undefined) return key(body, ['command', text(body, 'trigger_id')]);
  const used = [text(body, 'type'), text(body, 'trigger_id')];
  const view = body['type'] === 'block_actions' ? undefined : body['view'];
  if (view !== undefined) return key(body, [...used, text(view, 'id'), text(view, 'hash')]);
  const action = firstAction(body);
  if (action === undefined) return key(body, used);
  return key(body, [...used, text(action, 'action_id'), text(action, 'action_ts')]);
}

/** Of what has no id of its own, the whole body is its id. */
function key(body: SlackBody, parts: readonly (string | undefined)[]): string {
  const [kind, id, ...rest] = parts;
  const joined = [kind, id, ...rest.filter((part) => part !== undefined)].join('/');
  if (id !== undefined && isPlain(joined)) return joined;
  return `slack/${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`;
}

/**
 * What is said in a channel is in order within it; what is done to a card or in its dialog, within what the button
 * stands for; everything else, within the person.
 */
function subjectOf(body: SlackBody): string {
  if (body['type'] === 'event_callback') return subjectOfEvent(body['event'], text(body, 'team_id'));
  const about = text(firstAction(body), 'value') ?? text(body['view'], 'private_metadata');
  if (about !== undefined && isPlain(about)) return `about/${about}`;
  return plain('user', text(body, 'user_id') ?? idOf(body['user'])) ?? 'user';
}

function subjectOfEvent(event: unknown, team: string | undefined): string {
  const channel = idOf(field(event, 'channel')) ?? text(field(event, 'item'), 'channel');
  return (
    plain('channel', channel) ??
    plain('user', idOf(field(event, 'user'))) ??
    plain('team', team) ??
    'workspace'
  );
}

function firstAction(body: SlackBody): unknown {
  const { actions } = body;
  return Array.isArray(actions) ? actions[0] : undefined;
}

/** Some events name a channel or a person by its id, some give it whole. */
function idOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : text(value, 'id');
}

function plain(kind: string, id: string | undefined): string | undefined {
  return id !== undefined && isPlain(id) ? `${kind}/${id}` : undefined;
}

/** Short, and of characters that may stand in a log, a terminal and a database. */
function isPlain(id: string): boolean {
  return /^[\w.:/+=-]{1,200}$/.test(id);
}

function text(holder: unknown, name: string): string | undefined {
  const value = field(holder, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
