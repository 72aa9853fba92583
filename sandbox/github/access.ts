import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { isJsonObject, parseJson } from '../slack/json.ts';
import { ApiError } from './api-error.ts';

export type Permissions = Record<string, 'read' | 'write'>;

/** Who calls, and what they may. */
export interface Caller {
  readonly login: string;
  readonly kind: 'token' | 'installation' | 'app';
}

interface Issued {
  readonly token: string;
  readonly expiresAt: number;
}

export type Access = ReturnType<typeof createAccess>;

const hourMs = 60 * 60_000;

/** One token of a person, and one App with one installation. */
export function createAccess(now: () => number) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const app = {
    id: 4711,
    installationId: 815,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  const token = 'sandbox-github-token';
  const permissions: Permissions = {
    metadata: 'read',
    contents: 'write',
    pull_requests: 'write',
    actions: 'read',
    deployments: 'write',
  };
  const issued: Issued[] = [];

  function callerOf(authorization: string | undefined): Caller {
    const given = /^(?:Bearer|token) (.+)$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) throw new ApiError(401, 'Requires authentication');
    if (given === token) return { login: 'shipmate-bot', kind: 'token' };
    const own = issued.find((each) => each.token === given);
    if (own !== undefined && own.expiresAt > now()) return { login: 'shipmate[bot]', kind: 'installation' };
    if (given.split('.').length === 3) {
      checkAppToken(given);
      return { login: 'shipmate', kind: 'app' };
    }
    throw new ApiError(401, 'Bad credentials');
  }

  function checkAppToken(given: string): void {
    const [header = '', claims = '', signature = ''] = given.split('.');
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      key,
      Buffer.from(signature, 'base64url'),
    );
    const said = parseJson(Buffer.from(claims, 'base64url').toString());
    if (!isSigned || !isJsonObject(said)) {
      throw new ApiError(401, 'A JSON web token could not be decoded');
    }
    const { iat, exp, iss } = said;
    const seconds = now() / 1_000;
    if (String(iss) !== String(app.id)) throw new ApiError(401, 'Integration must generate a public key');
    if (typeof exp !== 'number' || exp <= seconds || exp > seconds + 600) {
      throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
    }
    if (typeof iat !== 'number' || iat > seconds) {
      throw new ApiError(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
    }
  }

  function issue(): { token: string; expires_at: string; permissions: Permissions } {
    const made = { token: `sandbox-installation-${issued.length + 1}`, expiresAt: now() + hourMs };
    issued.push(made);
    return { token: made.token, expires_at: new Date(made.expiresAt).toISOString(), permissions };
  }

  function require(caller: Caller, permission: string, level: 'read' | 'write'): void {
    const has = permissions[permission];
    if (has === 'write' || has === level) return;
    // What may not even be read is not there.
    if (has === undefined && level === 'read') throw new ApiError(404, 'Not Found');
    const whom = caller.kind === 'token' ? 'personal access token' : 'integration';
    throw new ApiError(403, `Resource not accessible by ${whom}`, undefined, {
      'x-accepted-github-permissions': `${permission}=${level}`,
    });
  }

  return {
    app,
    token,
    permissions,
    callerOf,
    issue,
    require,
    /** As when somebody suspends the App: what was issued is worth nothing. */
    withdraw: () => void issued.splice(0),
    issuedCount: () => issued.length,
  };
}
