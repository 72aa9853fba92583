import type { Finding } from './finding.ts';
import { type Pair, pairsIn } from './pair.ts';
import { isCode, isPath, isPlaceholder, isSentence, isTag } from './placeholder.ts';
import { isIdentifier, isMixed, isUnthinkable, looksRandom } from './randomness.ts';
import { type TellingName, tellingName } from './telling-name.ts';
import { elementAt, type ValueSpan, valueAt } from './value-span.ts';

/** Values of telling names: `password=…`, `"apiKey": "…"`, `token: …`, `<secret>…</secret>`, `?access_token=…`. */
export function findNamedValues(line: string): readonly Finding[] {
  const findings: Finding[] = [];
  let from = 0;
  let knownEnd = 0;
  for (const pair of pairsIn(line)) {
    if (pair.valueStart < from) continue;
    const span = spanOf(line, pair, knownEnd);
    if (!span.isQuoted) knownEnd = span.end;
    if (!isSecretValue(line, pair, span)) continue;
    findings.push({ rule: pair.name.rule, start: span.start, end: span.end });
    from = span.end;
  }
  return findings;
}

/** Whether the line ends inside the quotes of a telling name's value. */
export function isInsideNamedValue(line: string): boolean {
  const last = pairsIn(line).findLast(({ name }) => name.certainty !== 'possible');
  return last !== undefined && valueAt(line, last.valueStart).isOpen;
}

function spanOf(line: string, pair: Pair, knownEnd: number): ValueSpan {
  if (pair.isElement) return elementAt(line, pair.valueStart);
  const isLonely = pair.isWholeLine && pair.name.certainty !== 'possible' && isAlone(line, pair);
  return valueAt(line, pair.valueStart, { isToLineEnd: isLonely, knownEnd });
}

function isAlone(line: string, { name, valueStart }: Pair): boolean {
  const [rest = ''] = line.slice(valueStart).split('\n', 1);
  if (/\w\s{0,2}[=:]/.test(rest.slice(0, 200))) return false;
  return name.rule === 'password' || !isKeyWithRemark(rest);
}

/**
 * `api_key=5f4dcc3b… was refused (attempt 3 of 5)`: what a machine made has no spaces, and what stands behind it says what
 * became of it, unless that looks like a secret, too. A passphrase has spaces.
 */
function isKeyWithRemark(rest: string): boolean {
  const [, key = '', remark = ''] = /^(\S{20,})\s(.*)$/.exec(rest) ?? [];
  return isUnthinkable(key) && !/\d[a-z]|[a-z]\d/i.test(remark);
}

/** The beginning of a value tells what it is. */
const longestLook = 256;

function isSecretValue(line: string, pair: Pair, { start, end, isQuoted }: ValueSpan): boolean {
  const value = line.slice(start, Math.min(end, start + longestLook));
  const firstWord = /^\S*/.exec(value)?.[0] ?? '';
  if (value === '') return false;
  if (isPlaceholder(isQuoted ? value : firstWord) && !goesOnAsSecret(value, firstWord)) return false;
  if (!isQuoted && (isCode(value) || isTag(value))) return false;
  if (!pair.isAssigned && isAnswer(value, pair, isQuoted)) return false;
  // A structure: what is in it has names of its own.
  if (/^[{([]/.test(value) && !isQuoted) return false;
  if (isSameWord(value, pair.key)) return false;
  return isSecretAs(value, pair, isQuoted);
}

/** `x* k4m2p9q7` is no mask with a remark behind it: a password may begin as one. */
function goesOnAsSecret(value: string, firstWord: string): boolean {
  const rest = value.slice(firstWord.length);
  return /[^a-z]/i.test(firstWord) && /\d[a-z]|[a-z]\d/i.test(rest);
}

/** In quotes a sentence has more than one word: `"password": "is"` is a weak password. */
function isAnswer(value: string, { isData }: Pair, isQuoted: boolean): boolean {
  return isQuoted ? value.includes(' ') && isSentence(value, true) : isSentence(value, isData);
}

function isSecretAs(value: string, { name, key, isData }: Pair, isQuoted: boolean): boolean {
  const isPathName = name.rule !== 'password' || /pwd$/i.test(key);
  if (isPathName && isPath(value)) return false;
  switch (name.certainty) {
    case 'certain':
      return true;
    case 'likely':
      return isData || isQuoted
        ? hasForm(value)
        : value.length >= 8 && (/\d/.test(value) || /[a-z][A-Z]/.test(value));
    case 'possible':
      return isRandom(value, name);
    default:
      return name.certainty satisfies never;
  }
}

/** `token=5` counts something; `token="}"` is a parser's. */
function hasForm(value: string): boolean {
  return (
    value.length >= 4 &&
    /[A-Za-z0-9]/.test(value) &&
    !/^\d{1,6}$/.test(value) &&
    !/^[a-z]+ [a-z ]+$/i.test(value)
  );
}

function isRandom(value: string, { rule }: TellingName): boolean {
  if (rule === 'session')
    return (
      value.length >= 16 &&
      /^[\w+/=.~%:-]+$/.test(value) &&
      /\d/.test(value) &&
      !/^\d+$|^[0-9a-f-]{36}$/i.test(value)
    );
  if (rule === 'credential')
    return value.length >= 12 && /^[A-Za-z0-9+/=]+$/.test(value) && isMixed(value) && !isIdentifier(value);
  return looksRandom(value);
}

/** `password=password` in a quoted line of source passes a variable on. */
function isSameWord(value: string, key: string): boolean {
  return value.toLowerCase().replace(/[),;]+$/, '') === key.toLowerCase();
}

const namedThenValue =
  /\b(?:name|key)["'\\]{0,4}\s{0,4}[:=]\s{0,4}["'\\]{0,4}([A-Za-z_][\w.-]{0,79})["'\\]{0,4}\s{0,4},?\s{0,20}["'\\]{0,4}value["'\\]{0,4}\s{0,4}[:=]\s{0,4}/gi;

/** `name: DB_PASSWORD, value: …` and its kin, as Kubernetes and many dashboards write them; also on two lines. */
export function findNameValuePairs(line: string): readonly Finding[] {
  if (!/value/i.test(line)) return [];
  return [...line.matchAll(namedThenValue)].flatMap((match) => {
    const name = tellingName(match[1] ?? '');
    if (name === undefined || name.certainty === 'possible') return [];
    const { start, end } = valueAt(line, match.index + match[0].length);
    return isPlaceholder(line.slice(start, end)) ? [] : [{ rule: name.rule, start, end }];
  });
}

const lonelyName =
  /^[\s-]{0,60}["']?(?:name|key)["']?\s{0,4}[:=]\s{0,4}["']?([A-Za-z_][\w.-]{0,79})["']?\s{0,4},?\s{0,4}$/i;

/** Whether the line names something telling whose value is on the next line. */
export function isBeforeItsValue(line: string): boolean {
  const key = line.length > 250 ? undefined : lonelyName.exec(line)?.[1];
  const name = key === undefined ? undefined : tellingName(key);
  return name !== undefined && name.certainty !== 'possible';
}
