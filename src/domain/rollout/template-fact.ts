/**
 * One thing that a pod template says. What may be secret, such as the value of a variable, is there as a digest: it
 * can be told that it differs, and nothing else.
 */
export interface TemplateFact {
  /** Name of the container; empty for what is said of the whole pod. */
  readonly container: string;
  readonly what: FactKind;
  readonly name: string;
  readonly value: string;
  /** Whether the value may be shown to people. */
  readonly isShown: boolean;
}

/**
 * container: that there is one of this name · env, env-from, volume, mount, limit, request, probe, image: as in the specification; its `value` names a ConfigMap or
 * a Secret where there is one · annotation, label: of the template · setting: any other field, by its name.
 */
export const factKinds = [
  'container',
  'image',
  'env',
  'env-from',
  'limit',
  'request',
  'volume',
  'mount',
  'probe',
  'setting',
  'annotation',
  'label',
] as const;

export type FactKind = (typeof factKinds)[number];

const separator = '\t';
const end = '\n';
const unsafe = /[\t\n\r]+/g;

/**
 * All that a template says as one text: ten revisions a workload are kept, nearly all of them say nearly the same, and
 * one string is what costs least and is shared by whoever says the same.
 */
export function encodeFacts(facts: readonly TemplateFact[]): string {
  // Of a name that is said twice the later one counts, as in Kubernetes.
  const lines = new Map<string, string>();
  for (const { container, what, name, value, isShown } of facts) {
    const key = [container, what, name].map(plain).join(separator);
    lines.set(key, `${key}${separator}${isShown ? '=' : '#'}${plain(value)}`);
  }
  return [...lines.values()].join(end);
}

function plain(text: string): string {
  return text.replace(unsafe, ' ');
}

const kinds: ReadonlySet<string> = new Set(factKinds);

/** What only the first of two texts says, by the names of it. Never throws, whatever the texts. */
export function factsOnlyIn(text: string, other: string): ReadonlyMap<string, TemplateFact> {
  const facts = new Map<string, TemplateFact>();
  const known = new Set(other.split(end));
  for (const line of text.split(end)) {
    if (known.has(line)) continue;
    const [container = '', what = '', name = '', value = ''] = line.split(separator);
    if (!isKind(what)) continue;
    const key = `${container}${separator}${what}${separator}${name}`;
    facts.set(key, { container, what, name, value: value.slice(1), isShown: value.startsWith('=') });
  }
  return facts;
}

function isKind(text: string): text is FactKind {
  return kinds.has(text);
}
