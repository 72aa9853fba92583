import type { Intern } from './intern.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';

export interface Metadata {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

/** What is read of the metadata of objects that are owned. */
export const ownedMetadataFields = {
  uid: 'whole',
  namespace: 'whole',
  name: 'whole',
  creationTimestamp: 'whole',
  deletionTimestamp: 'whole',
  ownerReferences: { each: { members: { uid: 'whole', controller: 'whole' } } },
} as const satisfies Readonly<Record<string, JsonShape>>;

/** Who and where an object is; undefined when it cannot be told apart from others. */
export function projectMetadata(metadata: JsonObject, intern: Intern): Metadata | undefined {
  const uid = textOf(metadata['uid']);
  const name = textOf(metadata['name']);
  if (uid === '' || name === '') return undefined;
  return { uid, namespace: intern(textOf(metadata['namespace'])), name };
}

/** uid of the owner that controls the object; empty when none does. */
export function controllerUid(metadata: JsonObject, intern: Intern): string {
  return intern(textOf(controllerOf(metadata)['uid']));
}

/** The reference to the owner that controls the object; an empty object when none does. */
export function controllerOf(metadata: JsonObject): JsonObject {
  const owner = listOf(metadata['ownerReferences'])
    .filter(isObject)
    .find((reference) => reference['controller'] === true);
  return objectOf(owner);
}

const keptPrefixes: readonly string[] = ['shipmate.dev/', 'app.kubernetes.io/', 'lunarway.com/'];
const keptKeys: ReadonlySet<string> = new Set([
  'app',
  'squad',
  'backstage.io/kubernetes-id',
  'kubernetes.io/change-cause',
  'kubectl.kubernetes.io/restartedAt',
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'argocd.argoproj.io/tracking-id',
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
]);

/** The labels or annotations that the domain reads; the rest can be kilobytes an object. */
export function projectMarks(value: unknown, intern: Intern): Readonly<Record<string, string>> {
  const kept: [string, string][] = [];
  for (const [key, mark] of Object.entries(objectOf(value))) {
    if (typeof mark === 'string' && isKept(key)) kept.push([intern(key), intern(mark)]);
  }
  return kept.length === 0 ? noMarks : Object.fromEntries(kept);
}

const noMarks: Readonly<Record<string, string>> = Object.freeze({});

function isKept(key: string): boolean {
  return keptKeys.has(key) || keptPrefixes.some((prefix) => key.startsWith(prefix));
}
