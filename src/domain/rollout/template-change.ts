import { type FactKind, factsOnlyIn, type TemplateFact } from './template-fact.ts';

/** One difference between two pod templates. Names only, and values of what is never secret. */
export interface TemplateChange {
  /** `reference`: a ConfigMap, a Secret or a volume's claim is another one now, wherever it is used. */
  readonly what: FactKind | 'reference';
  readonly how: 'added' | 'removed' | 'changed';
  /** Name of the container; empty for what is said of the whole pod. */
  readonly container: string;
  readonly name: string;
  /** Absent where the value is not shown, or where there was none. */
  readonly from?: string;
  readonly to?: string;
}

/** More than this is not read by anybody. */
export const mostChanges = 20;

/** What `to` says otherwise than `from`, both as `encodeFacts` makes them; images of its containers excepted. */
export function templateChanges(from: string, to: string): readonly TemplateChange[] {
  if (from === to) return [];
  const before = factsOnlyIn(from, to);
  const after = factsOnlyIn(to, from);
  const removed = [...before].flatMap(([key, fact]) => (after.has(key) ? [] : [gone(fact)]));
  const others = [...after].flatMap(([key, fact]) => changeOf(before.get(key), fact));
  return joinReferences(foldContainers([...removed, ...others])).slice(0, mostChanges);
}

/** All that a container says comes and goes with it, and goes without saying. */
function foldContainers(changes: readonly TemplateChange[]): readonly TemplateChange[] {
  const whole = changes.filter(({ what }) => what === 'container').map(({ container }) => container);
  return changes.filter(({ what, container }) => what === 'container' || !whole.includes(container));
}

/** The same difference, seen from the other side. */
export function reversed(changes: readonly TemplateChange[]): readonly TemplateChange[] {
  const opposite = { added: 'removed', removed: 'added', changed: 'changed' } as const;
  return changes.map(({ from, to, how, ...rest }) => ({
    ...rest,
    how: opposite[how],
    ...(to === undefined ? {} : { from: to }),
    ...(from === undefined ? {} : { to: from }),
  }));
}

function gone({ container, what, name, value, isShown }: TemplateFact): TemplateChange {
  return { what, how: 'removed', container, name, ...(isShown ? { from: value } : {}) };
}

function changeOf(before: TemplateFact | undefined, fact: TemplateFact): readonly TemplateChange[] {
  const { container, what, name, value, isShown } = fact;
  if (before === undefined)
    return [{ what, how: 'added', container, name, ...(isShown ? { to: value } : {}) }];
  return [
    {
      ...{ what, how: 'changed', container, name },
      ...(before.isShown ? { from: before.value } : {}),
      ...(isShown ? { to: value } : {}),
    },
  ];
}

/** Objects that a template names: `ConfigMap payments-config`, and for variables the key in it. */
const referencePattern = /^(ConfigMap|Secret|PersistentVolumeClaim) ([^ ]+)(?: (.+))?$/;

interface Reference {
  readonly kind: string;
  readonly object: string;
  readonly key: string;
}

function referenceOf(value: string | undefined): Reference | undefined {
  const [, kind, object, key = ''] = referencePattern.exec(value ?? '') ?? [];
  return kind === undefined || object === undefined ? undefined : { kind, object, key };
}

/**
 * A ConfigMap under a new name is one change, however many variables and volumes name it: tools that put a hash of the
 * content into the name would otherwise fill a card with every release.
 */
function joinReferences(changes: readonly TemplateChange[]): readonly TemplateChange[] {
  const joined = new Map<string, TemplateChange>();
  const rest = pairEnvFrom(changes).filter((change) => {
    const from = referenceOf(change.from);
    const to = referenceOf(change.to);
    const isMoved = from !== undefined && to !== undefined && from.kind === to.kind && from.key === to.key;
    if (!isMoved) return true;
    const reference = { what: 'reference', how: 'changed', container: '', name: from.kind } as const;
    joined.set(`${from.kind} ${from.object} ${to.object}`, {
      ...reference,
      from: from.object,
      to: to.object,
    });
    return false;
  });
  return [...joined.values(), ...rest];
}

/** `envFrom` is a list without names: one that went and one that came in a container are one that changed. */
function pairEnvFrom(changes: readonly TemplateChange[]): readonly TemplateChange[] {
  const isCandidate = ({ what, how }: TemplateChange, wanted: TemplateChange['how']) =>
    what === 'env-from' && how === wanted;
  const left = changes.filter((change) => !isCandidate(change, 'added'));
  const came = changes.filter((change) => isCandidate(change, 'added'));
  const paired = left.map((change) => {
    if (!isCandidate(change, 'removed')) return change;
    const kind = referenceOf(change.from)?.kind;
    const at = came.findIndex(
      ({ container, to }) => container === change.container && referenceOf(to)?.kind === kind,
    );
    const [match] = at === -1 ? [] : came.splice(at, 1);
    return match?.to === undefined ? change : { ...change, how: 'changed' as const, to: match.to };
  });
  return [...paired, ...came];
}
