import { errorOf } from './entry-error.ts';
import { fieldOf, textOf } from './entry-field.ts';
import { levelOf } from './entry-level.ts';
import { isObject, type JsonObject, parseJsonLine } from './json-line.ts';
import { readStackTrace, type StackTrace } from './stack-trace.ts';
import { visibleText } from './visible-text.ts';

const messageFields = [
  'msg',
  'message',
  '@m',
  'Message',
  'event',
  'short_message',
  'log.message',
  'log',
  'textPayload',
  'body',
  'text',
  '@mt',
];
/** Some loggers put everything one level down: Rust's tracing, monolog, winston's metadata, structured payloads. */
const innerFields = ['fields', 'context', 'jsonPayload', 'metadata', 'attributes', 'attr', 'data'];
const mostMessageLines = 6;
const mostDetails = 4;
const longestDetail = 80;

/**
 * A line of JSON as a person reads it: level, message, what else it names, and the error with its first frames.
 * Undefined for a line that is none, or does not say anything: it is shown as it is.
 */
export function entryLines(line: string): readonly string[] | undefined {
  const entry = parseJsonLine(line);
  return entry === undefined ? undefined : linesOf(entry);
}

/** `outer`: the entry whose message this one is; a log driver wraps lines like this. */
function linesOf(entry: JsonObject, outer?: JsonObject): readonly string[] | undefined {
  const inner = innerFields.map((name) => fieldOf(entry, [name])).filter(isObject);
  const whole = [entry, ...inner];
  const message = messageOf(whole);
  const nested = outer === undefined && message !== undefined ? parseJsonLine(message) : undefined;
  if (nested !== undefined) return linesOf(nested, entry);

  const error = whole.map(errorOf).find((each) => each !== undefined);
  const said = message ?? requestOf(entry);
  if (said === undefined && error === undefined) return undefined;
  const { words, frames } = inSentences(said ?? '', error);
  const level = levelOf(entry) ?? levelOf(outer ?? {});
  const [first = '', ...rest] = words;
  const head = [level, first].filter((part) => part !== undefined && part !== '').join(' ');
  const spoken = [head, ...rest];
  const details = detailsOf(whole, spoken.join(' '));
  return [...spoken.slice(0, -1), `${spoken.at(-1) ?? ''}${details}`, ...frames];
}

function messageOf(whole: readonly JsonObject[]): string | undefined {
  const [entry = {}] = whole;
  for (const each of whole) {
    const message = textOf(each, messageFields);
    if (message !== undefined) return filledIn(message, entry);
  }
  const structure = fieldOf(entry, ['msg', 'message']);
  return isObject(structure) || Array.isArray(structure) ? JSON.stringify(structure) : undefined;
}

/** Serilog's `@mt` names its values: `Cannot reach {Host}`. */
function filledIn(message: string, entry: JsonObject): string {
  if (!Object.hasOwn(entry, '@mt') || entry['@mt'] !== message) return message;
  return message.replaceAll(/\{[@$]?(\w{1,60})(?:[,:][^{}]{0,20})?\}/g, (hole, name: string) => {
    const value = fieldOf(entry, [name]);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : hole;
  });
}

/** lograge and access logs have no message: the request is it. */
function requestOf(entry: JsonObject): string | undefined {
  const method = textOf(entry, ['method', 'request_method', 'verb']);
  const path = textOf(entry, ['path', 'url', 'uri', 'request_uri']);
  const status = fieldOf(entry, ['status', 'status_code', 'response_code']);
  if (method === undefined || path === undefined) return undefined;
  return [method, path, ...(typeof status === 'number' || typeof status === 'string' ? [status] : [])].join(
    ' ',
  );
}

interface Sentences {
  readonly words: readonly string[];
  readonly frames: readonly string[];
}

/** The message, then what the error adds to it, then where it happened. */
function inSentences(message: string, error: StackTrace | undefined): Sentences {
  const own = message.includes('\n') ? readStackTrace(message) : undefined;
  const hasFrames = own !== undefined && own.frames.length > 0;
  const said = hasFrames ? [visibleText(own.words)] : visibleLines(message).slice(0, mostMessageLines);
  const trace = error ?? (hasFrames ? own : undefined);
  if (trace === undefined) return { words: said, frames: [] };
  const [first = '', ...rest] = said;
  return {
    words: [joined(first, visibleText(trace.words)), ...rest],
    frames: [...trace.frames, ...trace.cause].map((line) => `    ${visibleText(line)}`),
  };
}

/** What both say is said once. */
function joined(message: string, words: string): string {
  if (words === '' || message.includes(words)) return message;
  if (message === '' || words.includes(message)) return words;
  return `${message.replace(/[:.]\s*$/, '')}: ${words}`;
}

function visibleLines(text: string): readonly string[] {
  return text
    .split(/\r\n|[\n\r]/)
    .map((line) => visibleText(line).trimEnd())
    .filter((line) => line !== '');
}

/** What every line of a program says, or says already, tells nothing of this one. */
const routine =
  /^(?:@?time(?:stamp)?|ts|[tscv]|ctx|date|datetime|instant|asctime|created|msecs|pid|process.*|thread.*|host(?:name)?|level.*|lvl|severity.*|loglevel|log.*|logger.*|name|module|source.*|src|caller|file(?:name)?|line(?:no)?|func(?:tion|name)?|location|service.*|app(?:lication)?|version|env(?:ironment)?|cluster|namespace|pod|container|node|region|zone|trace.*|span.*|x.?request.*|request.?id|req.?id|correlation.?id|id|format|controller|action|duration|view|db|user.?agent|category|event.?id|stream|ecs.*|@.*|msg|message|event|body|text|stack.*|backtrace|traceback|endofbatch|contextmap|extra|channel|target|facility|dd)$/i;

/** The few values that tell which: `key=DB_POOL_SIZE value=ten`. */
function detailsOf(whole: readonly JsonObject[], said: string): string {
  const details = whole
    .flatMap((each) => Object.entries(each))
    .filter(([key]) => key.length <= 40 && !routine.test(key) && !errorKey.test(key))
    .flatMap(([key, value]) => detail(key, value, said));
  const shown = details.slice(0, mostDetails);
  return shown.length === 0 ? '' : ` (${shown.join(', ')})`;
}

const errorKey = /err(?:or)?|exc(?:eption)?|throw|cause|verbose/i;

function detail(key: string, value: unknown, said: string): readonly string[] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  const text = visibleText(String(value)).trim();
  if (text === '' || text.length > longestDetail || isSaidIn(said, text)) return [];
  return [`${visibleText(key)}=${text}`];
}

function isSaidIn(said: string, text: string): boolean {
  return text.length < 3 ? said.split(/[\s,;()]+/).includes(text) : said.includes(text);
}
