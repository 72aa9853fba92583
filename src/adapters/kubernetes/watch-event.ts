import { integerOf, isObject, objectOf, textOf } from './json-field.ts';
import { type JsonShape, joinShapes } from './json-shape.ts';
import { createSkimmer } from './skim-json.ts';

/** One line of a watch, before its object is projected. */
export type WatchEvent =
  | { readonly type: 'upsert'; readonly object: unknown; readonly resourceVersion: string }
  | { readonly type: 'delete'; readonly object: unknown; readonly resourceVersion: string }
  | { readonly type: 'bookmark'; readonly isInitialEnd: boolean; readonly resourceVersion: string }
  | { readonly type: 'error'; readonly code: number; readonly message: string }
  | { readonly type: 'malformed' };

const malformed: WatchEvent = { type: 'malformed' };
const initialEventsEnd = 'k8s.io/initial-events-end';

/** What is read of the object of any event, on top of what is read of its kind. */
const eventFields: JsonShape = {
  members: {
    metadata: {
      members: { resourceVersion: 'whole', annotations: { members: { [initialEventsEnd]: 'whole' } } },
    },
    code: 'whole',
    message: 'whole',
  },
};

/** Parses one line, its object as far as `fields` names it; what is no event at all is `malformed`. Never throws. */
export function createWatchEventParser(fields: JsonShape): (line: Buffer) => WatchEvent {
  const skim = createSkimmer({ members: { type: 'whole', object: joinShapes(fields, eventFields) } });
  return (line) => {
    try {
      return toWatchEvent(skim(line));
    } catch {
      return malformed;
    }
  };
}

function toWatchEvent(event: unknown): WatchEvent {
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
