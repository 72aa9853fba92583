import { isHidden } from './marker.ts';
import { isPlaceholder, isSentence } from './placeholder.ts';
import { looksRandom } from './randomness.ts';
import { type TellingName, tellingName } from './telling-name.ts';

/** A name at the end of its line, whose value may stand on the next one. */
export interface NameAbove {
  readonly name: TellingName;
  readonly indent: number;
  /** Nothing else is on the line: what is indented below it is its value, whatever it looks like. */
  readonly isAlone: boolean;
}

export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/** What a line says of the name above it: its value, nothing yet, or something else. */
export type Below =
  | { readonly kind: 'value'; readonly span: LineSpan }
  | { readonly kind: 'blank' | 'other' };

const longestOpening = 250;
/** After the name: its sign, and the tag or anchor that YAML takes before a value. */
const sign = '(?:["\']?\\s{0,4}(?::|=>)|>)\\s{0,8}(?:[!&][\\w!/.-]{1,40}\\s{0,4})?$';
const opening = new RegExp(`(?:^|[\\s{(,"'<:-])["']?([A-Za-z_][\\w.-]{0,79})${sign}`);
const alone = new RegExp(`^(\\s{0,60}(?:- )?)<?["']?[A-Za-z_][\\w.-]{0,79}${sign}`);

/** `Password:` at the end of a line, with nothing after it; also `<password>`. */
export function nameAtEnd(line: string): NameAbove | undefined {
  if (line.length > longestOpening) return undefined;
  const name = tellingName(opening.exec(line)?.[1] ?? '');
  if (name === undefined) return undefined;
  const own = alone.exec(line);
  return { name, indent: own?.[1]?.length ?? indentOf(line), isAlone: own !== null };
}

/** Judges the line below a name. Looks at a bounded part of it. */
export function valueBelow(line: string, above: NameAbove): Below {
  if (line.trim() === '') return { kind: 'blank' };
  const [, before = '', quote = ''] = /^(\s{0,120}(?:- {1,4})?)(["']?)/.exec(line) ?? [];
  const start = before.length + quote.length;
  const end = endOf(line, start, quote);
  const value = line.slice(start, Math.min(end, start + 300));
  const isBelow = above.isAlone && (indentOf(line) > above.indent || before.endsWith('- '));
  if (!isHidden(value) && !isValue(value, above.name, isBelow || quote !== '')) return { kind: 'other' };
  return { kind: 'value', span: { start, end } };
}

function endOf(line: string, start: number, quote: string): number {
  const close = quote === '' ? line.indexOf('</', start) : line.indexOf(quote, start);
  return close === -1 ? line.trimEnd().length : close;
}

/** Below its name anything is a value that is no structure of its own; elsewhere only one word that looks like it. */
function isValue(value: string, { certainty }: TellingName, isBelow: boolean): boolean {
  if (value.length < 3 || isPlaceholder(value) || isSentence(value, isBelow) || isStructure(value))
    return false;
  const isWord = !/\s/.test(value);
  switch (certainty) {
    case 'certain':
      return isBelow || (isWord && (value.length >= 6 || /\d/.test(value)) && !/[:.]$/.test(value));
    case 'likely':
      return isWord && value.length >= (isBelow ? 4 : 8) && /\d|[a-z][A-Z]/.test(value);
    case 'possible':
      return isWord && looksRandom(value);
    default:
      return certainty satisfies never;
  }
}

/** A mapping, a list, a tag, a log line that begins with its time: what is in it has names of its own. */
function isStructure(value: string): boolean {
  return (
    /^[\w.$/-]{1,80}["']?\s{0,4}(?::\s|:$|=)/.test(value) ||
    /^(?:[{}[\]<]|-{2,}|#)/.test(value) ||
    /^\[?\d{4}-\d\d-\d\d[T ]|^\d\d:\d\d:\d\d/.test(value)
  );
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
