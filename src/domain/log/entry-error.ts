import { fieldOf, textOf } from './entry-field.ts';
import { isObject, type JsonObject } from './json-line.ts';
import { mostFrames, readStackTrace, type StackTrace } from './stack-trace.ts';

/** Where an error lives: in a field of its own, as text or as an object. */
const errorFields = [
  'err',
  'error',
  'exception',
  'exc_info',
  '@x',
  'Exception',
  'thrown',
  'throwable',
  'Error',
  'exc',
  'cause',
];
const typeFields = [
  'type',
  'name',
  'class',
  'kind',
  'exceptionType',
  'exc_type',
  'className',
  'Type',
  'refType',
];
const messageFields = [
  'message',
  'msg',
  'Message',
  'exc_value',
  'errmsg',
  'description',
  'reason',
  'details',
  'value',
];
const stackFields = [
  'stack',
  'stack_trace',
  'stackTrace',
  'stacktrace',
  'extendedStackTrace',
  'StackTrace',
  'backtrace',
  'traceback',
  'trace',
  'frames',
];
/** Where parts of an error stand beside each other in the entry itself. */
const flatTypes = [
  'error.type',
  'error.kind',
  'exception.type',
  'exception_class',
  'exception_name',
  'errorType',
];
const flatMessages = [
  'error.message',
  'exception.message',
  'error_message',
  'errorMessage',
  'exception_message',
];
const flatStacks = [
  'error.stack_trace',
  'error.stack',
  'exception.stacktrace',
  'stack',
  'stack_trace',
  'stackTrace',
  'stacktrace',
  'exc_text',
  'errorVerbose',
  'backtrace',
  'traceback',
  'exception_backtrace',
];

/** The error that an entry tells of; undefined when it tells of none. */
export function errorOf(entry: JsonObject): StackTrace | undefined {
  const said = errorFields.map((name) => fieldOf(entry, [name])).find(isError);
  const own = said === undefined ? undefined : readError(said);
  const flat = flatError(entry);
  if (own === undefined || flat === undefined) return own ?? flat;
  return own.frames.length > 0 ? own : { ...flat, words: own.words === '' ? flat.words : own.words };
}

function isError(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) || isObject(value);
}

function readError(value: unknown): StackTrace | undefined {
  if (typeof value === 'string') return readStackTrace(value);
  if (Array.isArray(value)) return readErrorList(value);
  if (!isObject(value)) return undefined;
  const words = joinWords(textOf(value, typeFields), textOf(value, messageFields));
  const cause = fieldOf(value, ['cause', 'causedBy.exception', 'causes', 'inner', 'InnerException']);
  const stack = stackOf(fieldOf(value, stackFields));
  if (words === '' && stack === undefined) return undefined;
  const trace = stack ?? { words, frames: placeOf(value), cause: [] };
  return {
    words: words === '' || trace.words.includes(words) ? trace.words : words,
    frames: trace.frames,
    cause: trace.cause.length > 0 ? trace.cause : causeOf(cause),
  };
}

/** monolog tells the place only. */
function placeOf(error: JsonObject): readonly string[] {
  const place = textOf(error, ['file', 'fileName', 'filename']);
  return place === undefined ? [] : [`at ${place}`];
}

/** lograge writes `["NoMethodError", "undefined method"]`, structlog a list of exceptions with their frames. */
function readErrorList(values: readonly unknown[]): StackTrace | undefined {
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length > 0)
    return texts.some((text) => text.includes('\n'))
      ? readStackTrace(texts.join('\n'))
      : { words: texts.slice(0, 2).join(': '), frames: [], cause: [] };
  return readError(values.findLast(isObject));
}

function causeOf(value: unknown): readonly string[] {
  const cause = readError(value);
  return cause === undefined || cause.words === ''
    ? []
    : [`Caused by: ${cause.words}`, ...cause.frames.slice(0, 1)];
}

function flatError(entry: JsonObject): StackTrace | undefined {
  const words = joinWords(textOf(entry, flatTypes), textOf(entry, flatMessages));
  const stack = stackOf(fieldOf(entry, flatStacks));
  if (words === '' && stack === undefined) return undefined;
  return { frames: [], cause: [], ...stack, words: words === '' ? (stack?.words ?? '') : words };
}

function stackOf(value: unknown): StackTrace | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : readStackTrace(value);
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((each) => typeof each === 'string');
  if (texts.length > 0) return readStackTrace(texts.join('\n'));
  const parts = value.filter(isObject);
  // Python has the most recent call last.
  const isOfPython = parts.some((part) => Object.hasOwn(part, 'lineno'));
  const frames = (isOfPython ? parts.toReversed() : parts).flatMap(frameOf);
  return frames.length === 0 ? undefined : { words: '', frames: frames.slice(0, mostFrames), cause: [] };
}

/** A frame in parts, as log4j2, Quarkus and structlog write it. */
function frameOf(frame: JsonObject): readonly string[] {
  const place = fieldOf(frame, ['file', 'fileName', 'filename']);
  const line = fieldOf(frame, ['line', 'lineNumber', 'lineno']);
  const type = textOf(frame, ['class', 'className']);
  const method = textOf(frame, ['method', 'methodName', 'function', 'name']);
  const called = [type, method].filter((part) => part !== undefined).join('.');
  const where = typeof line === 'number' ? `${String(place ?? '')}:${line}` : String(place ?? '');
  if (called === '' && where === '') return [];
  return [`at ${called === '' ? where : `${called}${where === '' ? '' : ` (${where})`}`}`];
}

/** `TypeError` and `x is undefined` → `TypeError: x is undefined`. */
function joinWords(type: string | undefined, message: string | undefined): string {
  const words = message?.split(/\r?\n/, 1)[0]?.trim() ?? '';
  if (type === undefined || words.startsWith(type)) return words;
  return words === '' ? type : `${type}: ${words}`;
}
