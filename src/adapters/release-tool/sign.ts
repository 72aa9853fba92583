import { createHmac } from 'node:crypto';

export interface Secrets {
  readonly secret: string;
  /** Signs as well, until the tool knows the new one. */
  readonly formerSecret?: string;
}

/** `sha256=…`, one for each secret, with commas between: HMAC of `timestamp.body`, in hex. */
export function signatureOf(
  { secret, formerSecret }: Secrets,
  { timestamp, body }: { readonly timestamp: string; readonly body: string },
): string {
  const secrets = formerSecret === undefined ? [secret] : [secret, formerSecret];
  return secrets
    .map((each) => `sha256=${createHmac('sha256', each).update(`${timestamp}.${body}`).digest('hex')}`)
    .join(',');
}
