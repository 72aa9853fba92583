import { type TellingName, tellingName } from './telling-name.ts';

/** A telling name with its separator; its value begins at `valueStart`. */
export interface Pair {
  readonly name: TellingName;
  readonly key: string;
  readonly valueStart: number;
  /** Written as data (`key=`, `"key":`, a line of YAML) rather than in a sentence (`the token: …`). */
  readonly isData: boolean;
  /** `=` in one of its forms: what follows is a value and no sentence. */
  readonly isAssigned: boolean;
  /** `<password>`: the value goes up to the next tag. */
  readonly isElement: boolean;
  /** The pair is the only thing on its line, so that a value with spaces goes to the line's end. */
  readonly isWholeLine: boolean;
}

const separator = /=>|:=|={1,3}|:|%3[AaDd]|>/g;
const keyCharacter = /[\w.$-]/;
const closing = /[\s"'\\\])]/;
/** Spares most words a closer look. */
const mayTell = /pass|pw|secret|token|key|cred|auth|jwt|bearer|otp|cvv|sid|cookie|session|sig|code/i;
const longestKey = 80;
const wholeLine = /^\s*(?:- |export |set |ENV )?["']?$/;

/** Every telling name with a separator after it. Looks back a bounded way from each separator: linear. */
export function pairsIn(line: string): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const match of line.matchAll(separator)) {
    const pair = pairAt(line, match.index, match[0]);
    if (pair !== undefined) pairs.push(pair);
  }
  return pairs;
}

function pairAt(line: string, at: number, sign: string): Pair | undefined {
  const keyEnd = backWhile(line, at, closing, 8);
  const keyStart = backWhile(line, keyEnd, keyCharacter, longestKey);
  const key = line.slice(keyStart, keyEnd);
  const name = mayTell.test(key) ? tellingName(key) : undefined;
  if (name === undefined || isNoPair(line, { at, sign, keyStart })) return undefined;

  const signEnd = at + sign.length;
  const valueStart = sign === ':' ? afterBreaks(line, signEnd) : forwardSpaces(line, signEnd, 8);
  const isWholeLine = wholeLine.test(line.slice(Math.max(0, keyStart - 40), keyStart)) && keyStart <= 40;
  const isData = sign !== ':' || isWholeLine || keyEnd < at || valueStart === signEnd;
  return {
    name,
    key,
    valueStart,
    isData,
    isAssigned: sign.includes('='),
    isElement: sign === '>',
    isWholeLine,
  };
}

/** `token://`, `Token::new` and `a > b` give nothing a value. */
function isNoPair(line: string, found: { at: number; sign: string; keyStart: number }): boolean {
  const { at, sign, keyStart } = found;
  if (line.endsWith('[hidden: ', keyStart)) return true;
  if (sign === '>') return line[keyStart - 1] !== '<';
  return sign === ':' && (line[at + 1] === ':' || line[at - 1] === ':' || line.startsWith('//', at + 1));
}

function backWhile(line: string, from: number, kind: RegExp, most: number): number {
  let at = from;
  while (at > 0 && from - at < most && kind.test(line[at - 1] ?? '')) at -= 1;
  return at;
}

const breaks = /(?:\s|\\{1,8}[nrt](?![a-z])){0,12}/y;

/** Also over line breaks that are written out, as a broken line of JSON has them: `"Password:\n…`. */
function afterBreaks(line: string, from: number): number {
  breaks.lastIndex = from;
  breaks.test(line);
  return Math.max(from, breaks.lastIndex);
}

function forwardSpaces(line: string, from: number, most: number): number {
  let at = from;
  while (at - from < most && /\s/.test(line[at] ?? '')) at += 1;
  return at;
}
