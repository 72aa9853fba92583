import { encodeFacts, type FactKind, type TemplateFact } from '../../domain/rollout/template-fact.ts';
import type { Digest } from './digest.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';

/** What is read of the template that a revision keeps: all of it, for all of it may be what has changed. */
export const revisionTemplateFields: JsonShape = {
  members: { metadata: { members: { labels: 'whole', annotations: 'whole' } }, spec: 'whole' },
};

/** A template says a few dozen things; nobody compares thousands. */
const mostFacts = 500;
const longestName = 120;

/** All that a pod template says besides the images of its containers, as the domain compares it. */
export function projectFacts(template: unknown, digest: Digest): string {
  const { metadata, spec } = objectOf(template);
  const pod = objectOf(spec);
  const facts = [
    ...containerFacts(pod['initContainers'], 'init', digest),
    ...containerFacts(pod['containers'], 'app', digest),
    ...listOf(pod['volumes'])
      .filter(isObject)
      .map((volume) => volumeFact(volume, digest)),
    ...settings(pod, podFieldsElsewhere, '', digest),
    ...marks('annotation', objectOf(metadata)['annotations'], digest),
    ...marks('label', objectOf(metadata)['labels'], digest),
  ];
  return encodeFacts(facts.slice(0, mostFacts));
}

type FactOf = (what: FactKind, name: string, value: string, isShown: boolean) => TemplateFact;

function factsOf(container: string): FactOf {
  return (what, name, value, isShown) => ({
    container,
    what,
    name: name.slice(0, longestName),
    value,
    isShown,
  });
}

const podFieldsElsewhere: ReadonlySet<string> = new Set(['containers', 'initContainers', 'volumes']);
const containerFieldsElsewhere: ReadonlySet<string> = new Set([
  'name',
  'image',
  'env',
  'envFrom',
  'resources',
  'volumeMounts',
  'readinessProbe',
  'livenessProbe',
  'startupProbe',
]);

function containerFacts(value: unknown, role: 'init' | 'app', digest: Digest): TemplateFact[] {
  return listOf(value)
    .filter(isObject)
    .flatMap((container) => {
      const name = textOf(container['name']);
      const fact = factsOf(name);
      return [
        fact('container', '', role, true),
        // The images of the others are what a version is known by, and compared by themselves.
        ...(role === 'init' ? [fact('image', 'image', textOf(container['image']), true)] : []),
        ...variables(container['env'], fact, digest),
        ...listOf(container['envFrom'])
          .filter(isObject)
          .map((source) => sourceFact(source, fact)),
        ...resources(objectOf(container['resources']), fact),
        ...listOf(container['volumeMounts'])
          .filter(isObject)
          .map((mount) => mountFact(mount, fact, digest)),
        ...probes(container, fact, digest),
        ...settings(container, containerFieldsElsewhere, name, digest),
      ];
    });
}

/** The value of a variable is never shown; where it comes from is. */
function variables(value: unknown, fact: FactOf, digest: Digest): TemplateFact[] {
  return listOf(value)
    .filter(isObject)
    .map((variable) => {
      const name = textOf(variable['name']);
      const source = objectOf(variable['valueFrom']);
      const configMap = keyReference('ConfigMap', source['configMapKeyRef']);
      const reference = configMap ?? keyReference('Secret', source['secretKeyRef']);
      if (reference !== undefined) return fact('env', name, reference, true);
      const own = variable['value'] ?? source;
      return fact('env', name, digest(typeof own === 'string' ? own : JSON.stringify(own)), false);
    });
}

function keyReference(kind: string, value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  return `${kind} ${textOf(value['name'])} ${textOf(value['key'])}`;
}

function sourceFact(source: JsonObject, fact: FactOf): TemplateFact {
  const configMap = source['configMapRef'];
  const kind = isObject(configMap) ? 'ConfigMap' : 'Secret';
  const reference = `${kind} ${textOf(objectOf(configMap ?? source['secretRef'])['name'])}`;
  return fact('env-from', `${textOf(source['prefix'])}${reference}`, reference, true);
}

function resources(value: JsonObject, fact: FactOf): TemplateFact[] {
  const side = (what: 'limit' | 'request', of: unknown) =>
    Object.entries(objectOf(of)).map(([name, quantity]) => fact(what, name, String(quantity), true));
  return [...side('limit', value['limits']), ...side('request', value['requests'])];
}

function mountFact(mount: JsonObject, fact: FactOf, digest: Digest): TemplateFact {
  const { mountPath, name, ...rest } = mount;
  const options = Object.keys(rest).length === 0 ? '' : ` ${digest(JSON.stringify(rest))}`;
  return fact('mount', textOf(mountPath), `${textOf(name)}${options}`, false);
}

function probes(container: JsonObject, fact: FactOf, digest: Digest): TemplateFact[] {
  return (['readiness', 'liveness', 'startup'] as const).flatMap((kind) => {
    const probe = container[`${kind}Probe`];
    return isObject(probe) ? [fact('probe', kind, digest(JSON.stringify(probe)), false)] : [];
  });
}

function volumeFact(volume: JsonObject, digest: Digest): TemplateFact {
  const { name, ...source } = volume;
  const fact = factsOf('');
  const named =
    nameIn('ConfigMap', source['configMap'], 'name') ??
    nameIn('Secret', source['secret'], 'secretName') ??
    nameIn('PersistentVolumeClaim', source['persistentVolumeClaim'], 'claimName');
  if (named === undefined) return fact('volume', textOf(name), digest(JSON.stringify(source)), false);
  return fact('volume', textOf(name), named, true);
}

function nameIn(kind: string, value: unknown, field: string): string | undefined {
  return isObject(value) ? `${kind} ${textOf(value[field])}` : undefined;
}

/** Values that say what they are in a word, and are nobody's secret. */
const shownSettings: ReadonlySet<string> = new Set([
  'serviceAccountName',
  'priorityClassName',
  'runtimeClassName',
  'terminationGracePeriodSeconds',
  'hostNetwork',
  'imagePullPolicy',
  'restartPolicy',
  'dnsPolicy',
  'schedulerName',
]);
/** Said twice by the API, or of no consequence for what runs. */
const ignoredSettings: ReadonlySet<string> = new Set(['serviceAccount', 'terminationMessagePath']);

function settings(
  of: JsonObject,
  elsewhere: ReadonlySet<string>,
  container: string,
  digest: Digest,
): TemplateFact[] {
  const fact = factsOf(container);
  return Object.entries(of)
    .filter(([name]) => !elsewhere.has(name) && !ignoredSettings.has(name))
    .map(([name, value]) => {
      const isShown = shownSettings.has(name) && !isObject(value);
      return fact('setting', name, isShown ? String(value) : digest(JSON.stringify(value)), isShown);
    });
}

/** Marks that say which revision or version it is, and are another one with every release. */
const revisionMarks: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/restartedAt',
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'controller-revision-hash',
  'app.kubernetes.io/version',
  'helm.sh/chart',
  'shipmate.dev/commit',
  'version',
]);

export function isRevisionMark(name: string): boolean {
  return revisionMarks.has(name);
}

function marks(what: 'annotation' | 'label', value: unknown, digest: Digest): TemplateFact[] {
  const fact = factsOf('');
  return Object.entries(objectOf(value))
    .filter(([name]) => !isRevisionMark(name))
    .map(([name, mark]) => fact(what, name, digest(textOf(mark)), false));
}
