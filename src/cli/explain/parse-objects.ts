import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { describeSyntaxError } from '../../config/syntax.ts';
import { UserError } from '../../errors.ts';
import { flattenLists } from './flatten-lists.ts';

/** YAML is parsed node by node, at some 2 MB a second; JSON comes from the engine itself. */
const maxYamlLength = 40 * 1024 * 1024;

/**
 * The objects of a text: JSON, or one or several YAML documents, with lists taken apart. Throws UserError
 * `objects-invalid` with `name:line:column`, or `objects-missing` when there is nothing in it.
 */
export function parseObjects(text: string, name: string): readonly unknown[] {
  if (text.trim() === '') {
    throw new UserError('objects-missing', `${name} is empty: there are no objects to explain.`);
  }
  const values = parseJson(text) ?? parseYaml(text, name);
  const objects = flattenLists(values);
  if (objects.some(hasKind) || isEmptyList(values, objects)) return objects;
  throw new UserError(
    'objects-missing',
    `${name} holds no Kubernetes object: nothing in it has a kind. "kubectl get deployments,replicasets,pods -o yaml" gives all that is needed.`,
  );
}

function parseJson(text: string): readonly unknown[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return [value];
  } catch {
    // It may be YAML in flow style; if not, the YAML parser knows the place.
    return undefined;
  }
}

/** Whether nothing is wrong with it as JSON but that there is no more; of YAML in flow style a word is wrong before. */
function isJsonCutOff(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    const place = /at position (\d+)/.exec(said)?.[1];
    if (/end of JSON input|Unterminated string/.test(said)) return /^\s*[[{]/.test(text);
    return place !== undefined && text.slice(Number(place)).trim() === '';
  }
}

function parseYaml(text: string, name: string): readonly unknown[] {
  if (text.length > maxYamlLength) {
    const size = `${Math.round(text.length / 1024 / 1024)} MB`;
    const message = `${name} is ${size} of YAML, which takes too long to read. Give it as JSON: kubectl get … -o json`;
    throw new UserError('objects-unreadable', message);
  }
  const lines = new LineCounter();
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  return documentsOf(text, name, lines).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      if (error.code !== 'RESOURCE_EXHAUSTION' && isJsonCutOff(text)) {
        const message = `${name} ends in the middle of its JSON: it was cut off. Was what wrote it interrupted?`;
        throw new UserError('objects-invalid', message);
      }
      const said = describeSyntaxError(error.code, text.slice(error.pos[0], error.pos[0] + 100));
      throw new UserError('objects-invalid', `${placeAt(error.pos[0])} ${said}`);
    }
    return objectsOf(document, placeAt(document.range[0]));
  });
}

function documentsOf(text: string, name: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
    });
    return [...documents];
  } catch (error) {
    throw new UserError('objects-invalid', `${name} cannot be read as YAML: ${depthOr(error)}`, {
      cause: error,
    });
  }
}

/** A document of comments alone is nothing; any other that is no mapping or list is no object. */
function objectsOf(document: Document.Parsed, place: string): unknown[] {
  const value = plainOf(document, place);
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') return [value];
  throw new UserError('objects-invalid', `${place} expected a Kubernetes object, got plain text`);
}

function plainOf(document: Document.Parsed, place: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UserError('objects-invalid', `${place} cannot be read as YAML: ${depthOr(error)}`, {
      cause: error,
    });
  }
}

function depthOr(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  return 'an alias ("*name") has no anchor before it, or there are too many';
}

function hasKind(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** What kubectl gives for a namespace in which there is nothing. */
function isEmptyList(values: readonly unknown[], objects: readonly unknown[]): boolean {
  return values.length > 0 && objects.length === 0;
}
