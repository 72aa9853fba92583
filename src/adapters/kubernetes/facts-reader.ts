import { createDigest, type Digest } from './digest.ts';
import { isObject, listOf, objectOf } from './json-field.ts';
import { isRevisionMark, projectFacts } from './project-facts.ts';

/** What a pod template says, as the domain compares it. */
export type FactsReader = (template: unknown) => string;

/** Without a key and without memory: for objects that somebody has at hand anyway. */
export const plainFacts: FactsReader = (template) => projectFacts(template, createDigest(''));

const mostKnown = 5_000;

/**
 * Most revisions of a workload differ by an image or a mark and say the same otherwise: that is read once, and is one
 * string for all of them.
 */
export function createFactsReader(digest: Digest): FactsReader {
  const known = new Map<string, string>();
  return (template) => {
    const key = digest(JSON.stringify(withoutVersion(template)));
    const facts = known.get(key);
    if (facts !== undefined) return facts;
    const read = projectFacts(template, digest);
    // What was handed out stays shared among its holders; only the table starts anew.
    if (known.size >= mostKnown) known.clear();
    known.set(key, read);
    return read;
  };
}

/** The template without what every release changes. */
function withoutVersion(template: unknown): unknown {
  const { metadata, spec } = objectOf(template);
  const { labels, annotations } = objectOf(metadata);
  const containers = listOf(objectOf(spec)['containers']).map((container) =>
    isObject(container) ? { ...container, image: '' } : container,
  );
  return [{ ...objectOf(spec), containers }, withoutMarks(labels), withoutMarks(annotations)];
}

function withoutMarks(marks: unknown): unknown {
  return Object.entries(objectOf(marks)).filter(([name]) => !isRevisionMark(name));
}
