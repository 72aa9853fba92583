import { markerOf } from './marker.ts';
import { isMixed } from './randomness.ts';

export interface PrivateKeyFilter {
  /** The lines that may be looked at further: none for a line inside a key, several when some were held back. */
  push(line: string): readonly string[];
  end(): readonly string[];
}

const beginning = /-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?(?: ?-{4,5})?/;
const ending = /-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/;
const publicBeginning =
  /-----BEGIN (?:[A-Z0-9 ]{0,40}CERTIFICATE|[A-Z0-9 ]{0,40}PUBLIC KEY|CERTIFICATE REQUEST)/;
const rule = 'private-key';

/** How long lines of base64 are suspect when other lines stand between them and the key's beginning. */
const longestKeyLines = 120;
/** Two lines of these lengths in base64 are a key whose beginning is out of sight: RFC 7468, OpenSSH, MIME. */
const fullLines = new Set([64, 70, 76]);
const mostHeld = 3;

/**
 * Hides private keys that go over many lines, also when the log begins or ends inside one, and when other lines come
 * in between. Whatever is unclear is hidden: bare base64 in the neighbourhood of a key has no other use.
 */
export function createPrivateKeyFilter(onHidden: (rule: string) => void): PrivateKeyFilter {
  let suspectLines = 0;
  let isUnbroken = false;
  /** The line before was one of the key, behind other words. */
  let isBelowKeyWord = false;
  let publicLines = 0;
  let held: string[] = [];

  const release = (): readonly string[] => {
    const lines = held;
    held = [];
    return lines;
  };

  const hide = (): string => {
    onHidden(rule);
    return markerOf(rule);
  };

  const enter = () => {
    suspectLines = longestKeyLines;
    isUnbroken = true;
    isBelowKeyWord = false;
  };

  /** Undefined: not inside a key, or the line is none of its. */
  const insideKey = (line: string): readonly string[] | undefined => {
    suspectLines -= 1;
    const end = ending.exec(line);
    if (end !== null) {
      suspectLines = 0;
      const rest = line.slice(end.index + end[0].length);
      return /[A-Za-z0-9]/.test(rest) ? outsideKey(rest) : [];
    }
    if (isUnbroken && isKeyLine(line)) return [];
    isUnbroken = false;
    const shown = withoutKeyWord(line, isBelowKeyWord, hide);
    isBelowKeyWord = shown !== undefined;
    return shown;
  };

  const outsideKey = (line: string): readonly string[] => {
    if (!line.includes('--')) return holdMaterial(line);
    if (publicBeginning.test(line)) publicLines = longestKeyLines;
    else if (line.includes('-----END')) publicLines = 0;
    const { text, isOpen, isHeadless } = withoutKeys(line, hide);
    if (isOpen) enter();
    // The lines before an end without a beginning were the key.
    if (isHeadless) held = [];
    return [...release(), text];
  };

  const holdMaterial = (line: string): readonly string[] => {
    const word = bare(line);
    if (publicLines > 0) publicLines -= 1;
    if (publicLines > 0 || !/^[A-Za-z0-9+/]{16,}={0,2}$/.test(word)) return [...release(), line];
    held.push(line);
    if (isKey(held)) {
      held = [];
      enter();
      return [hide()];
    }
    return held.length > mostHeld ? held.splice(0, 1) : [];
  };

  return {
    push(line) {
      const inside = suspectLines > 0 ? insideKey(line) : undefined;
      return inside ?? outsideKey(line);
    },
    end: release,
  };
}

function bare(line: string): string {
  return line.length > 400
    ? ''
    : line.replace(/^[\s|>"'+]{0,20}/, '').replace(/(?:\\n|["'+,\\\s]){0,8}$/, '');
}

function isKey(lines: readonly string[]): boolean {
  const [first, second] = lines.slice(-2).map(bare);
  if (first === undefined || second === undefined) return false;
  return first.length === second.length && fullLines.has(first.length) && isMixed(first) && isMixed(second);
}

function isKeyLine(line: string): boolean {
  const word = bare(line);
  if (word === '' && line.length <= 400) return true;
  if (/^(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset): /.test(word)) return true;
  if (!/^[A-Za-z0-9+/=]+$/.test(word)) return false;
  return word.length >= 20 || /[A-Z0-9+/=]/.test(word);
}

/** A line whose last word is a line of the key, after a time or a container's name; the last of them may be short. */
function withoutKeyWord(
  line: string,
  isBelowOne: boolean,
  hide: () => string,
): readonly string[] | undefined {
  const word = bare(line.slice(line.trimEnd().lastIndexOf(' ') + 1));
  const isLong = word.length >= 40 && isMixed(word);
  const isRest = isBelowOne && word.length % 4 === 0 && (isMixed(word) || word.endsWith('='));
  if (!(isLong || isRest) || !/^[A-Za-z0-9+/=]+$/.test(word)) return undefined;
  return [`${line.slice(0, line.lastIndexOf(word))}${hide()}`];
}

interface Cut {
  readonly text: string;
  /** The last key of the line goes on after it. */
  readonly isOpen: boolean;
  /** The line ends a key whose beginning is not on it. */
  readonly isHeadless: boolean;
}

/** The keys on one line, with real or escaped line breaks in them; an end without a beginning takes its base64 along. */
function withoutKeys(line: string, hide: () => string): Cut {
  const kept: string[] = [];
  let rest = line;
  let hasEnd = true;
  for (let begin = beginning.exec(rest); begin !== null; begin = beginning.exec(rest)) {
    kept.push(withoutHeadless(rest.slice(0, begin.index), hide).text, hide());
    rest = rest.slice(begin.index + begin[0].length);
    // Looked for once when there is none: the line may begin a thousand keys.
    const end: RegExpExecArray | null = hasEnd ? ending.exec(rest) : null;
    hasEnd = end !== null;
    const stop: number = end === null ? rest.search(/["'`,}]/) : end.index + end[0].length;
    if (stop === -1) return { text: kept.join(''), isOpen: true, isHeadless: false };
    rest = rest.slice(stop);
  }
  const last = withoutHeadless(rest, hide);
  return { text: kept.join('') + last.text, isOpen: false, isHeadless: last.isHeadless && kept.length === 0 };
}

function withoutHeadless(text: string, hide: () => string): { text: string; isHeadless: boolean } {
  const kept: string[] = [];
  let rest = text;
  for (let end = ending.exec(rest); end !== null; end = ending.exec(rest)) {
    let from = end.index;
    while (from > 0 && /[A-Za-z0-9+/=\\\s]/.test(rest[from - 1] ?? '')) from -= 1;
    kept.push(rest.slice(0, from), hide());
    rest = rest.slice(end.index + end[0].length);
  }
  return { text: kept.join('') + rest, isHeadless: kept.length > 0 };
}
