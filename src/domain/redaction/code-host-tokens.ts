import { isMixed } from './randomness.ts';
import { type TokenRule, tokenPattern } from './token-rule.ts';

/** Tokens of code hosts, registries of packages and images, and pipelines. */
export const codeHostTokens: readonly TokenRule[] = [
  {
    id: 'github-token',
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: tokenPattern('(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})'),
  },
  {
    id: 'gitlab-token',
    hints: ['gl', 'GR1348941'],
    pattern: tokenPattern(
      '(?:gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct|wt)-[A-Za-z0-9_.-]{18,}|GR1348941[A-Za-z0-9_-]{18,})',
    ),
  },
  {
    id: 'atlassian-token',
    hints: ['ATATT3', 'ATCTT3', 'ATBB'],
    pattern: tokenPattern('(?:AT[AC]TT3[A-Za-z0-9_=-]{40,}|ATBB[A-Za-z0-9]{24,})'),
  },
  {
    id: 'npm-token',
    hints: ['npm_'],
    pattern: tokenPattern('npm_[A-Za-z0-9]{30,}'),
    // npm's own variables (npm_lifecycle_event) have words after the underscore.
    isSecret: isMixed,
  },
  { id: 'pypi-token', hints: ['pypi-'], pattern: tokenPattern('pypi-[A-Za-z0-9_-]{50,}') },
  { id: 'docker-hub-token', hints: ['dckr_'], pattern: tokenPattern('dckr_[po]at_[A-Za-z0-9_-]{20,}') },
  { id: 'rubygems-key', hints: ['rubygems_'], pattern: tokenPattern('rubygems_[a-f0-9]{40,}') },
  {
    id: 'crates-token',
    hints: ['cio'],
    pattern: tokenPattern('cio[A-Za-z0-9]{32}(?![A-Za-z0-9])'),
    isSecret: isMixed,
  },
  { id: 'nuget-key', hints: ['oy2'], pattern: tokenPattern('oy2[a-z0-9]{43}(?![A-Za-z0-9])') },
  {
    id: 'artifactory-token',
    hints: ['AKCp', 'cmVmdGtu'],
    pattern: tokenPattern('(?:AKCp|cmVmdGtu)[A-Za-z0-9]{50,}'),
  },
  { id: 'buildkite-token', hints: ['bkua_'], pattern: tokenPattern('bkua_[a-f0-9]{40}') },
  { id: 'circleci-token', hints: ['CCIPAT_'], pattern: tokenPattern('CCIPAT_[A-Za-z0-9_]{30,}') },
  { id: 'sonar-token', hints: ['sq'], pattern: tokenPattern('sq[pua]_[a-f0-9]{40}') },
];
