import { cloudTokens } from './cloud-tokens.ts';
import { codeHostTokens } from './code-host-tokens.ts';
import { findConnectionStrings, findFlags, findPhrases, findRandomBeside } from './command-line.ts';
import type { Finder } from './finding.ts';
import { findBearers, findHeaders } from './header.ts';
import { findNamedValues, findNameValuePairs } from './named-value.ts';
import { saasTokens } from './saas-tokens.ts';
import { findTokens, type TokenRule } from './token-rule.ts';
import { findUrlPasswords } from './url-password.ts';
import { webTokens } from './web-token.ts';

/** Every secret that is known by its form. */
export const tokenRules: readonly TokenRule[] = [
  ...cloudTokens,
  ...codeHostTokens,
  ...saasTokens,
  ...webTokens,
];

/**
 * In the order in which they name what several of them find: what is known by its form goes first, because its rule
 * says most; what is known by its place next; a telling name last.
 */
export const builtInFinders: readonly Finder[] = [
  ...tokenRules.map(findTokens),
  findUrlPasswords,
  findConnectionStrings,
  findHeaders,
  findBearers,
  findNameValuePairs,
  findNamedValues,
  findFlags,
  findPhrases,
  findRandomBeside,
];
