import type { Finding } from './finding.ts';
import { indexOutsideMarkers } from './marker.ts';
import { isPlaceholder } from './placeholder.ts';

const header =
  /\b(proxy-authorization|authorization|set-cookie|cookie)["'\\\]]{0,5}\s{0,4}(?::|=>|=|,)\s{0,4}(\[?)(\\{0,3}["']?)/gi;
const scheme =
  /^(?:bearer|basic|digest|token|negotiate|ntlm|apikey|bot|splunk|ssws|hawk|aws4-hmac-sha256)\s{1,4}/i;
const otherScheme = /^[A-Za-z][\w.-]{1,30}\s{1,2}(?=[A-Za-z0-9._~+/=-]{0,60}\d[A-Za-z0-9._~+/=:-]{7})/;
const manyWords = /^(?:digest|hawk|aws4)/i;

/**
 * The values of headers that carry a login, as proxies, clients and frameworks print them: after a colon, in quotes,
 * in Go's brackets.
 */
export function findHeaders(line: string): readonly Finding[] {
  const findings: Finding[] = [];
  let from = 0;
  for (const match of line.matchAll(header)) {
    const start = match.index + match[0].length;
    if (start < from) continue;
    const value = { start, isCookie: /cookie/i.test(match[1] ?? '') };
    const end = headerEnd(line, { ...value, bracket: match[2] ?? '', quote: match[3] ?? '' });
    const finding = secretIn(line, { ...value, end });
    if (finding !== undefined) findings.push(finding);
    from = end;
  }
  return findings;
}

interface HeaderStart {
  readonly start: number;
  readonly isCookie: boolean;
  readonly bracket: string;
  readonly quote: string;
}

function headerEnd(line: string, { start, bracket, quote, isCookie }: HeaderStart): number {
  if (quote !== '') {
    const end = line.indexOf(quote.slice(-1), start);
    return end === -1 ? line.length : end - (line[end - 1] === '\\' ? 1 : 0);
  }
  if (bracket !== '') return orEnd(line, indexOutsideMarkers(line, ']', start));
  if (isCookie) return orEnd(line, indexOutsideMarkers(line, '"\'\\', start));

  const name = schemeAt(line, start);
  if (manyWords.test(name)) return orEnd(line, indexOutsideMarkers(line, '"\'\\', start));
  // Any other authorization is its scheme and one word; what follows on the line is the log's own.
  return orEnd(line, indexOutsideMarkers(line, ' \t\n\r,;"\'\\', start + name.length));
}

/** With the space after it. One that is not known has to be followed by what looks like a token. */
function schemeAt(line: string, start: number): string {
  return (
    scheme.exec(line.slice(start, start + 40))?.[0] ??
    otherScheme.exec(line.slice(start, start + 240))?.[0] ??
    ''
  );
}

function orEnd(line: string, index: number): number {
  return index === -1 ? line.length : index;
}

function secretIn(
  line: string,
  { start, end, isCookie }: { start: number; end: number; isCookie: boolean },
): Finding | undefined {
  const name = isCookie ? '' : schemeAt(line, start);
  const from = start + name.length;
  const look = line.slice(from, Math.min(end, from + 4_096));
  if (look.length < 4 || isPlaceholder(look) || (isCookie && !look.includes('='))) return undefined;
  // Without a scheme only what has the form of a token: `authorization: required by policy` is a sentence.
  if (!isCookie && name === '' && !/[\d=]/.test(look)) return undefined;
  return { rule: isCookie ? 'cookie' : 'authorization', start: from, end };
}

const bearer = /\b(?:bearer|basic)\s{1,4}([A-Za-z0-9._~+/=-]{8,})/gi;

/** `Bearer …` without its header; a word after it, as in `bearer authentication`, is none. */
export function findBearers(line: string): readonly Finding[] {
  return [...line.matchAll(bearer)].flatMap((match) => {
    const value = match[1] ?? '';
    const end = match.index + match[0].length;
    const look = value.slice(0, 200);
    const isToken = /\d/.test(look) || /[a-z][A-Z].*[a-z][A-Z]/.test(look) || value.endsWith('=');
    return isToken ? [{ rule: 'authorization', start: end - value.length, end }] : [];
  });
}
