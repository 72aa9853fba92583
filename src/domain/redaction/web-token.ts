import { type TokenRule, tokenPattern } from './token-rule.ts';

/**
 * JSON Web Tokens and their encrypted kin (RFC 7519, RFC 7516): base64url of `{"` begins with `eyJ`. A token that was
 * cut after its first dot is one too: the claims are readable without the signature.
 */
export const webTokens: readonly TokenRule[] = [
  {
    id: 'jwt',
    hints: ['eyJ'],
    pattern: tokenPattern('(?<![_-])eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){1,4}'),
  },
  {
    id: 'private-key',
    // A private key as a JSON Web Key (RFC 7517): its secret members have names of one letter or two.
    hints: ['kty'],
    pattern: /(?<=["'])(?:d|p|q|dp|dq|qi|k)\\{0,7}["']\s{0,4}:\s{0,4}\\{0,7}["']([A-Za-z0-9_-]{16,})/dg,
  },
];
