import { createLineTail, type RawLine } from './line-tail.ts';
import type { LogTail } from './log.ts';
import { visibleText } from './visible-text.ts';

export interface TailCollector {
  /** Takes the next bytes of the log; keeps a bounded part of them. */
  push(bytes: Uint8Array): void;
  finish(request: { isPrevious: boolean; isCut?: boolean }): LogTail;
}

const maxLines = 30;
const maxLineLength = 1_000;
const maxLength = 16_384;
const headShare = 700;
const mark = '…';

/** Collects the end of a log in constant memory, however long the log or one of its lines is. */
export function createTail(): TailCollector {
  const collected = createLineTail(maxLines);
  return {
    push: collected.push,
    finish({ isPrevious, isCut = false }) {
      const raw = collected.lines();
      const rendered = raw.map(renderLine);
      const lines = withinLength(dropBlankEnd(rendered.map(({ text }) => text)));
      const isShortened = rendered.some((line) => line.isCut) || lines.length < withoutBlankEnd(rendered);
      return { lines, isPrevious, isCut: isCut || collected.hasDropped() || isShortened };
    },
  };
}

/** The end of a whole log that is at hand: at most 30 lines of 1,000 characters, 16 KB in all. */
export function tail(bytes: Uint8Array, isPrevious = false): LogTail {
  const collector = createTail();
  collector.push(bytes);
  return collector.finish({ isPrevious });
}

interface RenderedLine {
  readonly text: string;
  readonly isCut: boolean;
}

function renderLine({ head, end, skipped }: RawLine): RenderedLine {
  if (looksBinary(head) || looksBinary(end)) {
    return { text: `[binary, ${head.length + skipped + end.length} bytes]`, isCut: true };
  }
  const start = readable(head);
  if (skipped === 0) return shorten(start + readable(end));
  return { text: `${firstPart(start)}${mark}${lastPart(readable(end))}`, isCut: true };
}

/** NUL bytes never stand in text; many replacement characters mean that it is no UTF-8 at all. */
function looksBinary(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return true;
  if (bytes.length < 8) return false;
  const text = new TextDecoder().decode(bytes);
  let odd = 0;
  for (let at = 0; at < text.length; at += 1) if (isOdd(text.charCodeAt(at))) odd += 1;
  return odd * 4 > text.length;
}

function isOdd(code: number): boolean {
  return code === 0xfffd || (code < 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x1b);
}

function readable(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return visibleText(lastOverwrite(text));
}

/** A progress bar rewrites its line with carriage returns; the terminal shows the last writing only. */
function lastOverwrite(text: string): string {
  const trimmed = text.endsWith('\r') ? text.slice(0, -1) : text;
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

function shorten(text: string): RenderedLine {
  if (text.length <= maxLineLength) return { text, isCut: false };
  return { text: `${firstPart(text)}${mark}${lastPart(text)}`, isCut: true };
}

function firstPart(text: string): string {
  // A cut inside a surrogate pair would leave half a character.
  return text.slice(0, headShare).toWellFormed();
}

function lastPart(text: string): string {
  return text.slice(-(maxLineLength - headShare - mark.length)).toWellFormed();
}

function dropBlankEnd(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);
}

function withoutBlankEnd(lines: readonly RenderedLine[]): number {
  return lines.findLastIndex(({ text }) => text.trim() !== '') + 1;
}

/** Drops the oldest lines until the rest fits. */
function withinLength(lines: readonly string[]): readonly string[] {
  let length = 0;
  const from = lines.findLastIndex((line) => {
    length += line.length + 1;
    return length > maxLength;
  });
  return lines.slice(from + 1);
}
