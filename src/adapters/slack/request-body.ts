import { z } from 'zod';

const jsonObject = z.record(z.string(), z.unknown());

/** The media type without parameters: Bolt compares the whole header, and proxies like to add a charset. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Whether Bolt will find an object in this body; anything else makes it throw where nobody catches. */
export function isReadableBody(contentType: string, body: Buffer): boolean {
  if (contentType !== 'application/x-www-form-urlencoded') return isJsonObject(body.toString());
  const form = new URLSearchParams(body.toString());
  const payloads = form.getAll('payload');
  if (payloads.length > 1) return false;
  const [payload] = payloads;
  return payload === undefined ? form.size > 0 : isJsonObject(payload);
}

function isJsonObject(text: string): boolean {
  try {
    return jsonObject.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
