import { builtInRedaction, type Redaction } from '../redaction/redaction.ts';
import { createLineTail } from './line-tail.ts';
import type { LogTail } from './log.ts';
import { createLineRenderer } from './render-line.ts';

export interface TailCollector {
  /** Takes the next bytes of the log; keeps a bounded part of them. */
  push(bytes: Uint8Array): void;
  finish(request: { isPrevious: boolean; isCut?: boolean }): LogTail;
}

const maxLines = 30;
const maxLength = 16_384;

/** Collects the end of a log in constant memory, however long the log or one of its lines is. */
export function createTail(redaction: Redaction = builtInRedaction): TailCollector {
  const collected = createLineTail(maxLines);
  return {
    push: collected.push,
    finish({ isPrevious, isCut = false }) {
      const renderer = createLineRenderer(redaction);
      const rendered = [...collected.lines().flatMap(renderer.push), ...renderer.end()];
      const written = dropBlankEnd(rendered);
      const lines = withinLength(written);
      const hidden = renderer.hidden().reduce((total, { count }) => total + count, 0);
      return {
        lines,
        isPrevious,
        isCut: isCut || collected.hasDropped() || renderer.isCut() || lines.length < written.length,
        ...(hidden === 0 ? {} : { hidden }),
      };
    },
  };
}

/** The end of a whole log that is at hand: at most 30 lines of 1,000 characters, 16 KB in all. */
export function tail(bytes: Uint8Array, isPrevious = false): LogTail {
  const collector = createTail();
  collector.push(bytes);
  return collector.finish({ isPrevious });
}

function dropBlankEnd(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);
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
