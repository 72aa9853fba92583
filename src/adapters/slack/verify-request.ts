import { createHmac, timingSafeEqual } from 'node:crypto';

const maxSkewSeconds = 300;

export interface SignedRequest {
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly body: Buffer;
}

export type Verification =
  | { readonly kind: 'verified'; readonly signature: string }
  | { readonly kind: 'refused'; readonly because: 'unsigned' | 'stale' | 'early' | 'bad-signature' };

/**
 * Slack's request signing, https://docs.slack.dev/authentication/verifying-requests-from-slack, with the window
 * applied to both sides: Bolt's own check lets requests from the future through, so a captured one would live longer.
 */
export function verifySlackSignature(
  { signature, timestamp, body }: SignedRequest,
  { signingSecret, now }: { readonly signingSecret: string; readonly now: number },
): Verification {
  if (signature === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) {
    return { kind: 'refused', because: 'unsigned' };
  }
  const skewSeconds = now / 1_000 - Number(timestamp);
  if (skewSeconds > maxSkewSeconds) return { kind: 'refused', because: 'stale' };
  if (skewSeconds < -maxSkewSeconds) return { kind: 'refused', because: 'early' };
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const expected = Buffer.from(`v0=${digest}`);
  const given = Buffer.from(signature);
  // Lengths are no secret; timingSafeEqual throws when they differ.
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { kind: 'refused', because: 'bad-signature' };
  }
  return { kind: 'verified', signature };
}
