import { UserError } from '../../../errors.ts';
import { describePlace, type PostgresSettings } from './connection-options.ts';
import { codeOf, failureKind } from './failure.ts';

/** A UserError that names the database and what to do; errors that are not about reaching it are returned as they are. */
export function explainPostgresFailure(error: unknown, { url }: Pick<PostgresSettings, 'url'>): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const advice = adviceOf(error, decodeURIComponent(new URL(url).username));
  if (advice === undefined) return error;
  const message = `The store ${describePlace(url)} cannot be used: ${advice}`;
  return new UserError('store_unusable', message, { cause: error });
}

function adviceOf(error: Error, user: string): string | undefined {
  switch (codeOf(error)) {
    case '28P01':
      return `PostgreSQL does not accept the password of "${user}". Check the user and the password in store.url.`;
    case '28000':
      return `PostgreSQL does not let "${user}" in from here. Check that the role exists and may log in, and what pg_hba.conf says of it.`;
    case '3D000':
      return `there is no such database. Create it (createdb), or name another one in store.url.`;
    case '42501':
      return `"${user}" may not make tables there. Grant it: grant create, usage on schema public to "${user}".`;
    case '25006':
      return 'it is read-only, as a standby is. Name the primary in store.url.';
    case '53300':
      return 'PostgreSQL has no connection left. Raise its max_connections, or lower store.connections.';
    case '57P03':
      return 'PostgreSQL is starting or stopping. Start Shipmate again when it is up.';
    case '57014':
    case '55P03':
      return 'it is locked, perhaps by another replica that brings it up to date. Start Shipmate again in a moment.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its host is not known here. Check the host in store.url.';
    default:
      return tlsAdvice(error) ?? unreachableAdvice(error);
  }
}

/** OpenSSL's reasons, such as SELF_SIGNED_CERT_IN_CHAIN: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateCodes = /CERT|SIGNATURE|ISSUER|^ERR_TLS/;

function tlsAdvice(error: Error): string | undefined {
  if (error.message.includes('does not support SSL')) {
    return 'PostgreSQL does not offer TLS. Switch it on there, or set store.tls.mode to "off".';
  }
  if (!certificateCodes.test(codeOf(error))) return undefined;
  return `its certificate is not accepted (${codeOf(error)}). Name the authority that signed it in store.tls.caFile, and the host that it was made for in store.url.`;
}

function unreachableAdvice(error: Error): string | undefined {
  if (failureKind(error) !== 'lost') return undefined;
  const because = codeOf(error) || error.message;
  return `it cannot be reached (${because}). Check that PostgreSQL runs, and that host and port in store.url are right and open from here.`;
}
