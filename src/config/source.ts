import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import { interpolate, type Surroundings } from './interpolate.ts';
import type { KeyPath } from './key-path.ts';
import { nodeAt, pathOf, placeOf } from './node-at.ts';
import { describeSyntaxError } from './syntax.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Place {
  readonly path: KeyPath;
  readonly message: string;
}

/** The file as data, and where everything in it stands and comes from. */
export interface Source {
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Keys without a value, which count as not given. */
  readonly emptyKeys: readonly KeyPath[];
  /** False when the text is not YAML at all, so that nothing more can be said of it. */
  readonly isReadable: boolean;
  /** False when a key is given twice: `data` has only one of its values. */
  readonly isWhole: boolean;
  /** Place of the value, of its key, or of what should hold it when it is missing. */
  place(path: KeyPath, part: 'key' | 'value'): Place;
  /** `${VARIABLE}` when (part of) the value was interpolated: then it must not be printed. */
  originOf(path: KeyPath): string | undefined;
}

export interface Reading extends Surroundings {
  /** Whether a number belongs at the path: what comes from the environment is text, even `3000`. */
  readonly isNumber: (path: KeyPath) => boolean;
}

export function readSource(text: string, reading: Reading): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const position = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };

  const problems = document.errors.map((error) => ({
    ...position(error.pos[0]),
    path: error.code === 'DUPLICATE_KEY' ? keyPathAt(document, error.pos[0]) : [],
    message: describeSyntaxError(error.code, text.slice(error.pos[0])),
  }));
  const isReadable = document.errors.every((error) => error.code === 'DUPLICATE_KEY');
  const { origins, failures } = isReadable ? interpolateScalars(document, reading) : nothing;

  return {
    data: isReadable ? toData(document) : undefined,
    problems: [
      ...problems,
      ...failures.map(({ offset, path, message }) => ({ ...position(offset), path, message })),
    ],
    emptyKeys: isReadable ? emptyKeysOf(document) : [],
    isReadable,
    isWhole: document.errors.length === 0,
    place: (path, part) => position(placeOf(document, path, part)),
    originOf: (path) => {
      const node = nodeAt(document, path);
      return node === undefined ? undefined : origins.get(node);
    },
  };
}

function emptyKeysOf(document: Document): readonly KeyPath[] {
  const found: KeyPath[] = [];
  visit(document, {
    Pair(_key, pair, ancestors) {
      const isEmpty = pair.value === null || (isScalar(pair.value) && pair.value.value === null);
      if (isEmpty) found.push(pathOf([...ancestors, pair]));
    },
  });
  return found;
}

/** The path of the key that begins at the offset; empty when none does. */
function keyPathAt(document: Document, offset: number): KeyPath {
  let path: KeyPath = [];
  visit(document, {
    Pair(_key, pair, ancestors) {
      if (!isScalar(pair.key) || pair.key.range?.[0] !== offset) return;
      path = pathOf([...ancestors, pair]);
      return visit.BREAK;
    },
  });
  return path;
}

interface Failure {
  readonly offset: number;
  readonly path: KeyPath;
  readonly message: string;
}

interface Interpolation {
  readonly origins: ReadonlyMap<Node, string>;
  readonly failures: readonly Failure[];
}

const nothing: Interpolation = { origins: new Map(), failures: [] };

function interpolateScalars(document: Document, reading: Reading): Interpolation {
  const origins = new Map<Node, string>();
  const failures: Failure[] = [];

  visit(document, {
    // The parser leaves it to the reader to notice an alias of nothing.
    Alias(_key, alias, ancestors) {
      if (alias.resolve(document) !== undefined) return;

      const message = `no anchor "&${alias.source}" stands before this alias`;
      failures.push({ offset: alias.range?.[0] ?? 0, path: pathOf([...ancestors, alias]), message });
    },
    Scalar(key, scalar: Scalar, ancestors) {
      if (key === 'key' || typeof scalar.value !== 'string') return;

      const { value, references, problems } = interpolate(scalar.value, reading);
      scalar.value = value;
      if (references.length === 0 && problems.length === 0) return;

      const path = pathOf([...ancestors, scalar]);
      if (/^\d{1,9}$/.test(value) && reading.isNumber(path)) scalar.value = Number(value);
      origins.set(scalar, references.join(''));
      failures.push(...problems.map((message) => ({ offset: scalar.range?.[0] ?? 0, path, message })));
    },
  });

  return { origins, failures };
}

/** A key without a value (`permissions:` with everything under it commented out) counts as not given. */
function toData(document: Document): unknown {
  return plain(document.contents, document) ?? {};
}

/** The depth ends anchors that contain themselves; no key is that deep. */
function plain(node: unknown, document: Document, depth = 0): unknown {
  if (depth > 20) return null;
  if (isAlias(node)) return plain(node.resolve(document), document, depth + 1);
  if (isSeq(node)) return node.items.map((item) => plain(item, document, depth + 1));
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => [
      isScalar(key) ? String(key.value) : '',
      plain(value, document, depth + 1),
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
  }
  return isScalar(node) ? node.value : null;
}
