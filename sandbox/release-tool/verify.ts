import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: string;
}

const maxSkewSeconds = 300;

/** Why a request is not Shipmate's, as a sentence; undefined when it is. */
export function whyNotSigned(
  { timestamp, signature, body }: SignedRequest,
  { secret, now }: { readonly secret: string; readonly now: number },
): string | undefined {
  if (timestamp === undefined || signature === undefined) return 'the request is not signed';
  if (!/^\d{1,12}$/.test(timestamp)) return 'the timestamp is no number of seconds';
  if (Math.abs(now / 1_000 - Number(timestamp)) > maxSkewSeconds) return 'the timestamp is too far from now';
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest();
  const given = signature.split(',').map((each) => each.trim());
  return given.some((each) => isDigest(each, digest)) ? undefined : 'the signature does not match';
}

function isDigest(signature: string, digest: Buffer): boolean {
  const [, hex] = /^sha256=([0-9a-f]{64})$/.exec(signature) ?? [];
  return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), digest);
}
