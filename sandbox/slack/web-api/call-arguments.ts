import { type JsonObject, parseJson } from '../json.ts';
import { refusalWithMessages } from '../slack-api-error.ts';

/** The arguments of one call, whichever way they were sent. */
export interface CallArguments {
  has(name: string): boolean;
  /** A string (or a number sent as one); undefined when absent or empty. */
  text(name: string): string | undefined;
  /** As `text`, but absent means `invalid_arguments`. */
  required(name: string): string;
  integer(name: string): number | undefined;
  flag(name: string): boolean;
  /** A structured argument: sent as JSON in a JSON body, as a JSON string in a form. `null` when it does not parse. */
  structure(name: string): unknown;
}

/** Reads a body by its content type; arguments of the query string count too, as at Slack. */
export function readCallArguments(contentType: string, body: string, query: JsonObject): CallArguments {
  return callArguments({ ...query, ...parseBody(contentType, body) });
}

function parseBody(contentType: string, body: string): JsonObject {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));

  const parsed = parseJson(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw refusalWithMessages('invalid_json', ['the body is not a JSON object']);
  }
  return parsed as JsonObject;
}

function callArguments(values: JsonObject): CallArguments {
  const text = (name: string) => {
    const value = values[name];
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };

  return {
    has: (name) => values[name] !== undefined,
    text,
    required(name) {
      const value = text(name);
      if (value === undefined) throw missingArgument(name);
      return value;
    },
    integer(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^-?\d+$/.test(value))
        throw refusalWithMessages('invalid_arguments', [`must be an integer [json-pointer:/${name}]`]);
      return Number(value);
    },
    flag: (name) => ['true', '1'].includes(text(name) ?? ''),
    structure(name) {
      const value = values[name];
      if (typeof value !== 'string') return value;
      return value === '' ? undefined : (parseJson(value) ?? null);
    },
  };
}

export function missingArgument(name: string): Error {
  return refusalWithMessages('invalid_arguments', [`missing required field: ${name}`]);
}
