import { builtInRedaction, type Redaction } from '../redaction/redaction.ts';
import { createLineTail } from './line-tail.ts';
import type { ContainerLog, FullLog, LogTail } from './log.ts';
import { createLineRenderer, type LogLine } from './render-line.ts';
import { type ShownLine, shownLines } from './shown-lines.ts';

type Log = Omit<Extract<ContainerLog, { kind: 'log' }>, 'kind'>;

export interface LogCollector {
  /** Takes the next bytes of the log; keeps a bounded part of them. */
  push(bytes: Uint8Array): void;
  /** Renders what was kept, and yields now and then, so that whoever asks can let others go first. */
  finish(request: Ending): Generator<void, Log>;
}

export interface Ending {
  readonly isPrevious: boolean;
  /** Whether the log broke off before its end. */
  readonly isCut?: boolean;
  /** Whether there may be lines before the first that was pushed. */
  readonly mayBeginEarlier?: boolean;
}

export interface LogCollectorOptions {
  readonly redaction?: Redaction;
  /** How much of the log is kept, from its end. */
  readonly maxBytes?: number;
}

const maxLines = 30;
const maxLength = 16_384;
const defaultMaxBytes = 262_144;
/** Rendering as many characters takes a few milliseconds, hostile ones included some tens. */
const charactersATurn = 16_384;

/** Collects the end of a log in bounded memory, however long the log or one of its lines is. */
export function createLogCollector(options: LogCollectorOptions = {}): LogCollector {
  const { redaction = builtInRedaction, maxBytes = defaultMaxBytes } = options;
  const collected = createLineTail(maxBytes);

  return {
    push: collected.push,
    *finish({ isPrevious, isCut = false, mayBeginEarlier = false }) {
      const renderer = createLineRenderer(redaction);
      const rendered: LogLine[] = [];
      let characters = 0;
      for (const raw of collected.lines()) {
        rendered.push(...renderer.push(raw));
        characters += raw.head.length + raw.end.length;
        if (characters < charactersATurn) continue;
        characters = 0;
        yield;
      }
      rendered.push(...renderer.end());
      const written = withoutBlankEnd(rendered);
      const full: FullLog = {
        lines: written.map(({ text }) => text),
        leftOut: collected.dropped(),
        mayBeginEarlier,
        hidden: renderer.hidden(),
      };
      const isWhole = !isCut && !mayBeginEarlier && collected.dropped() === 0 && !renderer.isCut();
      return { tail: tailOf(written, { isPrevious, isWhole, redaction }), full };
    },
  };
}

/** The end of a whole log that is at hand. */
export function tail(bytes: Uint8Array, isPrevious = false): LogTail {
  return readWhole(bytes, { isPrevious }).tail;
}

/** A whole log that is at hand, as a card and as a file shows it. */
export function readWhole(bytes: Uint8Array, ending: Ending, options: LogCollectorOptions = {}): Log {
  const collector = createLogCollector(options);
  collector.push(bytes);
  const rendering = collector.finish(ending);
  let turn = rendering.next();
  while (turn.done !== true) turn = rendering.next();
  return turn.value;
}

interface TailRequest {
  readonly isPrevious: boolean;
  readonly isWhole: boolean;
  readonly redaction: Redaction;
}

/** At most 30 lines of 1,000 characters, 16 KB in all: the newest. */
function tailOf(written: readonly LogLine[], { isPrevious, isWhole, redaction }: TailRequest): LogTail {
  const kept: ShownLine[] = [];
  let length = 0;
  let at = written.length;
  while (at > 0 && kept.length < maxLines && length <= maxLength) {
    at -= 1;
    const lines = shownLines(written[at] ?? { text: '', hidden: 0 }, redaction);
    length += lines.reduce((sum, { text }) => sum + text.length + 1, 0);
    kept.unshift(...lines);
  }
  const lines = withinLength(kept.slice(-maxLines));
  const hidden = lines.reduce((sum, line) => sum + line.hidden, 0);
  return {
    lines: lines.map(({ text }) => text),
    isPrevious,
    isCut: !isWhole || at > 0 || lines.length < kept.length || lines.some((line) => line.isCut),
    ...(hidden === 0 ? {} : { hidden }),
  };
}

function withoutBlankEnd(lines: readonly LogLine[]): readonly LogLine[] {
  return lines.slice(0, lines.findLastIndex(({ text }) => text.trim() !== '') + 1);
}

/** Drops the oldest lines until the rest fits. */
function withinLength(lines: readonly ShownLine[]): readonly ShownLine[] {
  let length = 0;
  const from = lines.findLastIndex(({ text }) => {
    length += text.length + 1;
    return length > maxLength;
  });
  return lines.slice(from + 1);
}
