import { z } from 'zod';

export type SlackBody = Readonly<Record<string, unknown>>;

const jsonObject = z.record(z.string(), z.unknown());

/** The media type without parameters: proxies like to add a charset. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/**
 * What Slack says in a body: an event is JSON, an interaction JSON in a form's field, a command the form itself.
 * Undefined when it is no object. Slack's old verification token is left out: nobody needs it, and it is a secret.
 */
export function readSlackBody(contentType: string, bytes: Buffer): SlackBody | undefined {
  const body = parse(contentType, bytes.toString());
  if (body === undefined) return undefined;
  const { token: _, ...rest } = body;
  return rest;
}

/** What was stored of a body that this file read. */
export function storedBody(text: string): SlackBody {
  return jsonObject.parse(JSON.parse(text));
}

function parse(contentType: string, text: string): SlackBody | undefined {
  if (contentType !== 'application/x-www-form-urlencoded') return parseObject(text);
  const form = new URLSearchParams(text);
  const [payload, ...more] = form.getAll('payload');
  if (more.length > 0 || form.size === 0) return undefined;
  return payload === undefined ? Object.fromEntries(form) : parseObject(payload);
}

function parseObject(text: string): SlackBody | undefined {
  try {
    return jsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
