import { markerOf } from '../redaction/marker.ts';
import { isMixed } from '../redaction/randomness.ts';
import { builtInRedaction, type HiddenCount, type Redaction } from '../redaction/redaction.ts';
import { cutBetween, cutMiddle } from './cut-line.ts';
import { hideInJson } from './hide-in-json.ts';
import type { RawLine } from './line-tail.ts';
import { visibleText } from './visible-text.ts';

/** One line as it was written, but readable, without secrets, and cut only where it is longer than any reader. */
export interface LogLine {
  readonly text: string;
  /** How many secrets were hidden in it; 0 on the further lines of a secret that goes over several. */
  readonly hidden: number;
}

/** Turns raw lines into lines that may be shown. */
export interface LineRenderer {
  /** None while a secret goes on over several lines, several when it ends. */
  push(line: RawLine): readonly LogLine[];
  end(): readonly LogLine[];
  /** Whether parts of lines were left out for size. */
  isCut(): boolean;
  hidden(): readonly HiddenCount[];
}

/** Of a line in the thread's file; what a card shows of it is shorter. */
export const maxLineLength = 16_000;

export function createLineRenderer(redaction: Redaction = builtInRedaction): LineRenderer {
  const counts = new Map<string, number>();
  let uncounted = 0;
  const count = (rule: string, times = 1) => {
    counts.set(rule, (counts.get(rule) ?? 0) + times);
    uncounted += times;
  };
  const redactor = redaction.startLines(count);
  let isCut = false;

  const toLine = (text: string): LogLine => {
    const inJson = hideInJson(text, redaction);
    for (const { rule, count: times } of inJson.hidden) count(rule, times);
    const hidden = uncounted;
    uncounted = 0;
    isCut ||= inJson.text.length > maxLineLength;
    return { text: cutMiddle(inJson.text, maxLineLength), hidden };
  };

  const legible = ({ head, end, skipped }: RawLine): string => {
    if (head.length === 0) return '';
    if (looksBinary(head) || looksBinary(end)) {
      isCut = true;
      return `[binary, ${head.length + skipped + end.length} bytes]`;
    }
    if (skipped === 0) return readable(joined(head, end));
    isCut = true;
    // What is shown of each part is far from where the middle was let go, unless so much is hidden that it is not.
    const start = redaction.redact(withoutCutEnd(readable(head)));
    const rest = redaction.redact(withoutCutStart(readable(end)));
    for (const { rule, count: times } of [...start.hidden, ...rest.hidden]) count(rule, times);
    return cutBetween(start.text, rest.text, maxLineLength);
  };

  return {
    push: (line) => redactor.push(legible(line)).map(toLine),
    end: () => redactor.end().map(toLine),
    isCut: () => isCut,
    hidden: () => [...counts].map(([rule, times]) => ({ rule, count: times })),
  };
}

/** Keeps nothing between two lines: a line is decoded whole. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function joined(head: Uint8Array, end: Uint8Array): Uint8Array {
  if (end.length === 0) return head;
  const line = new Uint8Array(head.length + end.length);
  line.set(head);
  line.set(end, head.length);
  return line;
}

/** NUL bytes never stand in text; many replacement characters mean that it is no UTF-8 at all. */
function looksBinary(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return true;
  if (bytes.length < 8) return false;
  const text = decoder.decode(bytes);
  let odd = 0;
  for (let at = 0; at < text.length; at += 1) if (isOdd(text.charCodeAt(at))) odd += 1;
  return odd * 4 > text.length;
}

function isOdd(code: number): boolean {
  return code === 0xfffd || (code < 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x1b);
}

function readable(bytes: Uint8Array): string {
  return visibleText(lastOverwrite(decoder.decode(bytes)));
}

/** A progress bar rewrites its line with carriage returns; the terminal shows the last writing only. */
function lastOverwrite(text: string): string {
  const trimmed = text.endsWith('\r') ? text.slice(0, -1) : text;
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

const cutValue = markerOf('cut-value');
/** What keys and tokens are made of, with the line breaks that JSON writes into keys. */
const material = /[\w+/=\\.~-]/;

/** Half a secret at the edge of what was let go has lost the form by which it is known. */
function withoutCutEnd(text: string): string {
  let from = text.length;
  while (from > 0 && material.test(text[from - 1] ?? '')) from -= 1;
  return isMixed(text.slice(from)) ? text.slice(0, from) + cutValue : text;
}

function withoutCutStart(text: string): string {
  let to = 0;
  while (to < text.length && material.test(text[to] ?? '')) to += 1;
  // The end of a key stays, so that its rule still knows it.
  const end = text.slice(0, to).indexOf('-----');
  const until = end === -1 ? to : end;
  return isMixed(text.slice(0, until)) ? cutValue + text.slice(until) : text;
}
