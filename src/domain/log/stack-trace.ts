/** What a person needs of a stack trace: what went wrong, where, and what caused it. */
export interface StackTrace {
  /** `Error: connect ECONNREFUSED`; empty when the trace has frames only. */
  readonly words: string;
  /** The innermost few, without indentation. */
  readonly frames: readonly string[];
  /** The last cause with its first frame; empty when none is named. */
  readonly cause: readonly string[];
}

export const mostFrames = 3;
const mostWords = 3;
/** As they are written by Java, JavaScript, .NET, Python, PHP, Ruby, Rust and Elixir. */
const frame =
  /^\s{0,20}(?:at [\w$<.[(@/*]|File "|#\d{1,4} |\d{1,4}: 0x|\d{1,4}: [\w<]|\.\.\. \d|(?:from )?[\w./@~-]{1,200}:\d{1,6}:in [`'])/;
const ofGo = /^\t\S.{0,300}:\d{1,6}(?: \+0x[0-9a-f]+)?$/;
const causeLine = /^\s{0,20}(?:caused by:|\[cause\]:|---> )/i;

/** Reads a stack trace of any of the common languages. Text without frames is words only. */
export function readStackTrace(text: string): StackTrace {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.some((line) => line.startsWith('Traceback (most recent call last)'))) return ofPython(lines);
  if (lines.some((line) => ofGo.test(line))) return ofGoroutine(lines);
  const first = lines.findIndex((line) => frame.test(line) || causeLine.test(line));
  const words = lines.slice(0, first === -1 ? lines.length : first);
  const firstCause = lines.findIndex((line) => causeLine.test(line));
  const last = lines.findLastIndex((line) => causeLine.test(line));
  const own = lines.slice(words.length, firstCause === -1 ? lines.length : firstCause);
  return {
    words: inOneLine(words),
    frames: framesIn(own).slice(0, mostFrames),
    cause: last === -1 ? [] : [clean(lines[last]), ...framesIn(lines.slice(last + 1)).slice(0, 1)],
  };
}

/** Python has the most recent call last, and what went wrong after it. */
function ofPython(lines: readonly string[]): StackTrace {
  const isCall = (line: string) => line.startsWith('  File "');
  const last = lines.findLastIndex(isCall);
  const words = lines.slice(last + 1).find((line) => /^\S/.test(line));
  return {
    words: clean(words),
    frames: lines.filter(isCall).slice(-mostFrames).reverse().map(clean),
    cause: [],
  };
}

/** Go writes a function and, below it, where in it. */
function ofGoroutine(lines: readonly string[]): StackTrace {
  const places = lines.flatMap((line, index) => (ofGo.test(line) ? [index] : []));
  const first = (places[0] ?? 1) - 1;
  return {
    words: inOneLine(lines.slice(0, Math.max(0, first)).filter((line) => !line.startsWith('goroutine '))),
    frames: places.slice(0, mostFrames).map((at) => `${clean(lines[at - 1])} ${clean(lines[at])}`),
    cause: [],
  };
}

function framesIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => frame.test(line) && !/^\s*\.\.\. /.test(line)).map(clean);
}

function inOneLine(lines: readonly string[]): string {
  return lines.slice(0, mostWords).map(clean).join(' ');
}

function clean(line = ''): string {
  return line.trim();
}
