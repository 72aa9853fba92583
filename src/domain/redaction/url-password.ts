import type { Finding } from './finding.ts';
import { isPlaceholder } from './placeholder.ts';
import { looksRandom } from './randomness.ts';

const endsUrl = /[\s"'<>`\\]/;
/** Only where a password has a slash of its own is more than the authority looked at. */
const longestOddity = 256;

/**
 * `scheme://user:password@host`, and a token in place of the user (`https://token@host`, Sentry's DSN). Each stretch
 * between two slashes is looked at once.
 */
export function findUrlPasswords(line: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (let at = line.indexOf('://'); at !== -1; at = line.indexOf('://', at + 3)) {
    const finding = inAuthority(line, at + 3);
    if (finding !== undefined && finding.start >= (findings.at(-1)?.end ?? 0)) findings.push(finding);
  }
  return findings;
}

function inAuthority(line: string, start: number): Finding | undefined {
  let slash = start;
  while (slash < line.length && !endsUrl.test(line[slash] ?? '') && line[slash] !== '/') slash += 1;
  const authority = line.slice(start, slash);
  const userEnd = authority.lastIndexOf('@');
  if (userEnd !== -1) return inUserInfo(authority.slice(0, userEnd), start);

  // postgres://app:pa/ss@db: the slash belongs to the password unless what is before it is a port.
  const port = authority.indexOf(':');
  if (port === -1 || line[slash] !== '/' || /^\d{1,5}$/.test(authority.slice(port + 1))) return undefined;
  const rest = line.slice(start, start + longestOddity).split(endsUrl, 1)[0] ?? '';
  const end = rest.lastIndexOf('@');
  return end === -1 ? undefined : inUserInfo(rest.slice(0, end), start);
}

function inUserInfo(userInfo: string, start: number): Finding | undefined {
  const colon = userInfo.indexOf(':');
  if (colon === -1)
    return isToken(userInfo) ? { rule: 'url-token', start, end: start + userInfo.length } : undefined;
  const password = userInfo.slice(colon + 1);
  if (password === '' || isPlaceholder(password)) return undefined;
  return { rule: 'url-password', start: start + colon + 1, end: start + userInfo.length };
}

function isToken(user: string): boolean {
  return /^[0-9a-f]{32,}$/.test(user) || looksRandom(user);
}
