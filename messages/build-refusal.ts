import { singleLine } from './kit/escape.ts';
import { serviceName } from './names.ts';

/** Why a pipeline's report was not taken. Values in it are foreign. */
export type BuildRefusal =
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'other-service'; readonly allowed: string; readonly asked: string }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'no-body' }
  | { readonly kind: 'other-media-type' }
  | { readonly kind: 'too-large'; readonly mostBytes: number };

type Problem =
  | {
      readonly kind: 'unknown-key';
      readonly key: string;
      readonly nearest: string | undefined;
      readonly known: readonly string[];
    }
  | { readonly kind: 'missing'; readonly key: string; readonly expected: string }
  | { readonly kind: 'unexpected'; readonly key: string; readonly expected: string; readonly got: unknown };

const example = '{"service": "payments-api", "status": "running"}';

/** What a pipeline's log shows, as plain text: what is wrong, and what would be right. */
export function buildRefusal(refusal: BuildRefusal): string {
  switch (refusal.kind) {
    case 'unauthorized':
      return 'Send a token of builds.tokens as a bearer token.';
    case 'other-service':
      return `This token reports for ${serviceName(refusal.allowed)}, not for ${serviceName(refusal.asked)}.`;
    case 'invalid':
      return [...refusal.problems.map(problem), ...knownKeys(refusal.problems)].join(' ');
    case 'not-json':
      return `The body is not JSON: expected an object, such as ${example}.`;
    case 'no-body':
      return `There is no body: expected a JSON object, such as ${example}.`;
    case 'other-media-type':
      return 'The body is of another type: send JSON, with the header Content-Type: application/json.';
    case 'too-large':
      return `The body is too large: at most ${refusal.mostBytes} bytes are read. Send a line of detail and a link to the log, not the log.`;
    default:
      return refusal satisfies never;
  }
}

/** Once, however many are unknown. */
function knownKeys(problems: readonly Problem[]): readonly string[] {
  const unknown = problems.find((found) => found.kind === 'unknown-key');
  return unknown === undefined ? [] : [`Known keys: ${unknown.known.join(', ')}.`];
}

function problem(found: Problem): string {
  const key = singleLine(found.key, 40) || 'a key without letters';
  switch (found.kind) {
    case 'unknown-key':
      return found.nearest === undefined
        ? `${key}: unknown key.`
        : `${key}: unknown key; did you mean ${found.nearest}?`;
    case 'missing':
      return `${key}: is missing; expected ${found.expected}.`;
    case 'unexpected':
      return `${key}: expected ${found.expected}; got ${described(found.got)}.`;
    default:
      return found satisfies never;
  }
}

const longestEchoed = 40;

/** What is short is repeated; of what is long, only its length. */
function described(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'string') return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  if (value.trim() === '') return 'nothing';
  return value.length > longestEchoed
    ? `${value.length} characters`
    : JSON.stringify(singleLine(value, longestEchoed));
}
