import { integerOf, isObject, objectOf, textOf } from './json-field.ts';

/** One line of a watch, before its object is projected. */
export type WatchEvent =
  | { readonly type: 'upsert'; readonly object: unknown; readonly resourceVersion: string }
  | { readonly type: 'delete'; readonly object: unknown; readonly resourceVersion: string }
  | { readonly type: 'bookmark'; readonly isInitialEnd: boolean; readonly resourceVersion: string }
  | { readonly type: 'error'; readonly code: number; readonly message: string }
  | { readonly type: 'malformed' };

const malformed: WatchEvent = { type: 'malformed' };
const initialEventsEnd = 'k8s.io/initial-events-end';

/** Parses one line; what is no event at all is `malformed`. Never throws. */
export function parseWatchEvent(line: Buffer): WatchEvent {
  const event = parseJson(line);
  if (!isObject(event) || !isObject(event['object'])) return malformed;
  const object = event['object'];
  const metadata = objectOf(object['metadata']);
  const resourceVersion = textOf(metadata['resourceVersion']);

  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
      return { type: 'upsert', object, resourceVersion };
    case 'DELETED':
      return { type: 'delete', object, resourceVersion };
    case 'BOOKMARK': {
      const isInitialEnd = objectOf(metadata['annotations'])[initialEventsEnd] === 'true';
      return { type: 'bookmark', isInitialEnd, resourceVersion };
    }
    case 'ERROR':
      return { type: 'error', code: integerOf(object['code']), message: textOf(object['message']) };
    default:
      return malformed;
  }
}

function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
