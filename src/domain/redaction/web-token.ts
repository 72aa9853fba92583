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
];
