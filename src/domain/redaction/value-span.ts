import { afterMarker, indexOutsideMarkers } from './marker.ts';

/** The value that begins at a place of a line. */
export interface ValueSpan {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** A quote was opened and the line ended before it was closed. */
  readonly isOpen: boolean;
}

const opener = /(?:Some\(|Just |b(?=["'])|u(?=["']))?(\\{0,7}["'`]|&quot;|%22)/y;
const longestList = 512;
const wordThenSeparator = /\s{0,2}["']?[A-Za-z_][\w.-]{0,60}["']?\s{0,2}[=:]/y;

/** The text of an element, up to the next tag. */
export function elementAt(line: string, start: number): ValueSpan {
  const tag = indexOutsideMarkers(line, '<', start, longestList);
  return { start, end: tag === -1 ? line.length : tag, isQuoted: true, isOpen: false };
}

/**
 * Where the value ends that begins at `at`: with its quote, its bracket, or where the next thing begins. `knownEnd`:
 * where an unquoted value ended that began before; in `a=b=c=d` all end together, and are read once.
 */
export function valueAt(line: string, at: number, { isToLineEnd = false, knownEnd = 0 } = {}): ValueSpan {
  opener.lastIndex = at;
  const quote = opener.exec(line)?.[1];
  if (quote !== undefined) return quoted(line, opener.lastIndex, quote);
  if (line[at] === '[' && afterMarker(line, at) === at) return bracketed(line, at + 1);
  const end = !isToLineEnd && at < knownEnd ? knownEnd : unquotedEnd(line, at, isToLineEnd);
  return { start: at, end, isQuoted: false, isOpen: false };
}

function quoted(line: string, start: number, quote: string): ValueSpan {
  const depth = quote.startsWith('\\') ? quote.length - 1 : 0;
  const mark = depth > 0 ? quote.slice(-1) : quote;
  for (let at = line.indexOf(mark, start); at !== -1; at = line.indexOf(mark, at + 1)) {
    const slashes = backslashesBefore(line, at, start);
    const isClosing = depth === 0 ? slashes % 2 === 0 : slashes <= depth;
    if (isClosing) return { start, end: depth === 0 ? at : at - slashes, isQuoted: true, isOpen: false };
  }
  return { start, end: line.length, isQuoted: true, isOpen: true };
}

/** Each backslash is counted for one quote only, so the whole line costs its length. */
function backslashesBefore(line: string, at: number, start: number): number {
  let from = at;
  while (from > start && line[from - 1] === '\\') from -= 1;
  return at - from;
}

function bracketed(line: string, start: number): ValueSpan {
  const close = indexOutsideMarkers(line, ']', start, longestList);
  return {
    start,
    end: close === -1 ? Math.min(line.length, start + longestList) : close,
    isQuoted: true,
    isOpen: false,
  };
}

function unquotedEnd(line: string, start: number, isToLineEnd: boolean): number {
  if (isToLineEnd) {
    const lineEnd = line.indexOf('\n', start);
    return start + line.slice(start, lineEnd === -1 ? line.length : lineEnd).trimEnd().length;
  }
  let at = start;
  while (at < line.length) {
    const skipped = afterMarker(line, at);
    if (skipped === at && endsValue(line, at)) return at;
    at = Math.max(skipped, at + 1);
  }
  return at;
}

function endsValue(line: string, at: number): boolean {
  const character = line[at] ?? '';
  if (/\s/.test(character)) return true;
  const next = line[at + 1];
  if (',;&'.includes(character))
    return next === undefined || /[\s"'\\]/.test(next) || beginsPair(line, at + 1);
  if ('"\'`'.includes(character)) return next === undefined || /[\s,;:.)\]}>"'`\\]/.test(next);
  if (')]}'.includes(character)) return endsBrackets(line, at + 1);
  if (character === '\\') return next === '"' || next === "'" || next === 'n' || next === 'r' || next === 't';
  return character === '<' && next === '/';
}

const closers = /[)\]}"'`.,;:>]{0,8}/y;

/** Brackets are closed where nothing of the value can follow: `f(password=x).` but not `a)b`. */
function endsBrackets(line: string, at: number): boolean {
  closers.lastIndex = at;
  closers.test(line);
  const after = closers.lastIndex;
  return after >= line.length || /[\s\\]/.test(line[after] ?? '') || beginsPair(line, after);
}

function beginsPair(line: string, at: number): boolean {
  wordThenSeparator.lastIndex = at;
  return wordThenSeparator.test(line);
}
