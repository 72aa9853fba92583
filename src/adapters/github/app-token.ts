import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { UserError } from '../../errors.ts';

/** Clocks differ: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app */
const earlierSeconds = 60;
/** GitHub takes ten minutes at most. */
const lifetimeSeconds = 9 * 60;

/** Reads an App's private key. Throws a UserError that does not repeat it. */
export function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new UserError(
      'github-private-key',
      'The private key of the GitHub App (rollback.github.app.privateKey) cannot be read. Is it the whole PEM file?',
    );
  }
}

/** With this an App speaks for itself: it can only ask for tokens of its installations. */
export function appToken(app: { readonly id: number; readonly key: KeyObject }, now: number): string {
  const seconds = Math.floor(now / 1_000);
  const claims = { iat: seconds - earlierSeconds, exp: seconds + lifetimeSeconds, iss: String(app.id) };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), app.key).toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
