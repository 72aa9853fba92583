import { isJsonObject, type JsonObject } from '../json.ts';
import { decodeText, type Inline } from './mrkdwn.ts';
import { parseEntity } from './mrkdwn-entity.ts';

/** Somebody a message names in a way that notifies them. */
export interface Ping {
  kind: 'broadcast' | 'user' | 'usergroup';
  /** `channel`, `here`, `everyone`, or the id of a person or group. */
  target: string;
}

/** Everyone a message's text and blocks would notify, each named once. */
export function findPings(text: string, blocks: readonly JsonObject[]): Ping[] {
  const found = [...pingsInMrkdwn(text), ...blocks.flatMap(pingsInBlock)];
  const byKey = new Map(found.map((ping) => [`${ping.kind}:${ping.target}`, ping]));

  return [...byKey.values()];
}

/** Looks at every entity, in code and fences too: whether Slack spares those is not documented. */
function pingsInMrkdwn(text: string): Ping[] {
  return [...text.matchAll(/<([^<>\n]+)>/g)].flatMap(([, body = '']) =>
    pingOf(parseEntity(body, decodeText)),
  );
}

function pingOf(entity: Inline): Ping[] {
  if (entity.kind === 'broadcast') return [{ kind: 'broadcast', target: entity.range }];
  return entity.kind === 'user' || entity.kind === 'usergroup'
    ? [{ kind: entity.kind, target: entity.id }]
    : [];
}

function pingsInBlock(value: unknown): Ping[] {
  if (Array.isArray(value)) return value.flatMap(pingsInBlock);
  if (!isJsonObject(value)) return [];

  return [...pingsOfElement(value), ...Object.values(value).flatMap(pingsInBlock)];
}

function pingsOfElement(element: JsonObject): Ping[] {
  const type = element['type'];
  const text = element['text'];

  if (type === 'mrkdwn' && typeof text === 'string') return pingsInMrkdwn(text);
  // A markdown block takes the same mention entities as mrkdwn does.
  if (type === 'markdown' && typeof text === 'string') return pingsInMrkdwn(text);
  if (type === 'broadcast') return [{ kind: 'broadcast', target: String(element['range']) }];
  if (type === 'user' && 'user_id' in element) return [{ kind: 'user', target: String(element['user_id']) }];
  if (type === 'usergroup') return [{ kind: 'usergroup', target: String(element['usergroup_id']) }];
  return [];
}
