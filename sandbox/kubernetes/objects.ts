import { randomUUID } from 'node:crypto';
import { admit } from './admission/admit.ts';
import { withDefaults } from './admission/defaults.ts';
import { withTemplateGeneration } from './admission/template-generation.ts';
import { validateCreate, validateUpdate } from './admission/validate.ts';
import { timestamp } from './cluster.ts';
import { isSame } from './json-path.ts';
import { managedFieldsAfter, type Writer } from './managed-fields.ts';
import type { KubernetesObject, ObjectMeta } from './model.ts';
import { daemonSets, namespaces, type Resource } from './resources.ts';
import { alreadyExists, conflict, forbidden, notFound, staleWrite } from './status.ts';
import type { Store } from './store.ts';

export interface WriteOptions extends Writer {
  isDryRun?: boolean;
}

/** The one way to write: defaults, validation, metadata and generation, for clients and controllers alike. */
export interface Objects {
  find<T extends KubernetesObject>(
    resource: Resource,
    namespace: string | undefined,
    name: string,
  ): T | undefined;
  read<T extends KubernetesObject>(resource: Resource, namespace: string | undefined, name: string): T;
  all<T extends KubernetesObject>(resource: Resource, namespace?: string): T[];
  create<T extends KubernetesObject>(resource: Resource, object: T, options: WriteOptions): T;
  update<T extends KubernetesObject>(resource: Resource, object: T, options: WriteOptions): T;
  /** Writes metadata and status as they are, past validation: deletion marks, finalizers. */
  mark<T extends KubernetesObject>(resource: Resource, object: T, metadata: Partial<ObjectMeta>): T;
  remove(resource: Resource, object: KubernetesObject): KubernetesObject;
}

const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters that never spell a word, as in k8s.io/apimachinery/pkg/util/rand. */
export function nameSuffix(): string {
  const bytes = randomUUID().replaceAll('-', '');
  let suffix = '';
  for (let index = 0; index < 5; index += 1) {
    const value = Number.parseInt(bytes.slice(index * 2, index * 2 + 2), 16);
    suffix += suffixAlphabet[value % suffixAlphabet.length] ?? 'b';
  }
  return suffix;
}

export function createObjects(deps: {
  store: Store;
  now(): Date;
  quotaOf(resource: Resource, object: KubernetesObject): string;
}): Objects {
  const { store } = deps;

  function find<T extends KubernetesObject>(resource: Resource, namespace: string | undefined, name: string) {
    return store.get(resource, namespace, name)?.object as T | undefined;
  }

  function read<T extends KubernetesObject>(
    resource: Resource,
    namespace: string | undefined,
    name: string,
  ): T {
    const found = find<T>(resource, namespace, name);
    if (found === undefined) throw notFound(resource, name);
    return found;
  }

  function stamped<T extends KubernetesObject>(object: T, before: T | undefined, writer: Writer): T {
    const managedFields = managedFieldsAfter(before, object, writer, timestamp(deps.now()));
    return { ...object, metadata: { ...object.metadata, managedFields } };
  }

  function commit<T extends KubernetesObject>(
    resource: Resource,
    object: T,
    isDryRun: boolean | undefined,
  ): T {
    return isDryRun === true ? object : (store.put(resource, object).object as T);
  }

  function checkNamespace(resource: Resource, name: string, namespace: string): void {
    const found = read(namespaces, undefined, namespace);
    if (found.metadata.deletionTimestamp === undefined) return;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    throw forbidden(resource, name, why);
  }

  function create<T extends KubernetesObject>(resource: Resource, object: T, options: WriteOptions): T {
    const named = withName(object);
    const { namespace, name } = named.metadata;
    if (resource.namespaced) checkNamespace(resource, name, namespace ?? '');
    const complete = withDefaults(resource, {
      ...withoutForeignStatus(resource, named),
      metadata: createdMetadata(named.metadata, resource),
    });
    validateCreate(resource, complete);
    if (find(resource, namespace, name) !== undefined) throw alreadyExists(resource, name);
    admit(resource, complete, deps.quotaOf);
    return commit(resource, stamped(complete, undefined, options), options.isDryRun);
  }

  function createdMetadata(metadata: ObjectMeta, resource: Resource): ObjectMeta {
    const {
      resourceVersion: _version,
      deletionTimestamp: _deleted,
      managedFields: _fields,
      ...rest
    } = metadata;
    const creationTimestamp = timestamp(deps.now());
    return { ...rest, uid: randomUUID(), creationTimestamp, ...(resource.counted ? { generation: 1 } : {}) };
  }

  function update<T extends KubernetesObject>(resource: Resource, object: T, options: WriteOptions): T {
    const { namespace, name, resourceVersion, uid } = object.metadata;
    const before = read<T>(resource, namespace, name);
    if (
      resourceVersion !== undefined &&
      resourceVersion !== '' &&
      resourceVersion !== before.metadata.resourceVersion
    )
      throw conflict(resource, name, staleWrite);
    if (uid !== undefined && uid !== before.metadata.uid)
      throw conflict(
        resource,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid ?? ''}`,
      );
    // Defaults come first: a field left open is not a change of the spec.
    const merged = mergedUpdate(resource, before, withDefaults(resource, object), options.subresource);
    const complete = resource === daemonSets ? withTemplateGeneration(merged, before) : merged;
    validateUpdate(resource, complete, before);
    if (isUnchanged(complete, before)) return before;
    return commit(resource, stamped(complete, before, options), options.isDryRun);
  }

  return {
    find,
    read,
    all<T extends KubernetesObject>(resource: Resource, namespace?: string) {
      const stored = store.list(resource).map((each) => each.object as T);
      return namespace === undefined
        ? stored
        : stored.filter((each) => each.metadata.namespace === namespace);
    },
    create,
    update,
    mark<T extends KubernetesObject>(resource: Resource, object: T, metadata: Partial<ObjectMeta>) {
      const before = read<T>(resource, object.metadata.namespace, object.metadata.name);
      return store.put(resource, {
        ...before,
        metadata: withoutEmptyLists({ ...before.metadata, ...metadata }),
      }).object as T;
    },
    remove: (resource, object) => store.remove(resource, object).object,
  };
}

/** The API's JSON leaves out lists with nothing in them. */
function withoutEmptyLists(metadata: ObjectMeta): ObjectMeta {
  const filled = Object.entries(metadata).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(filled) as unknown as ObjectMeta;
}

/** A custom resource with a status endpoint begins without one, whatever the manifest says. */
function withoutForeignStatus<T extends KubernetesObject>(resource: Resource, object: T): T {
  if (!resource.isCustom || !resource.subresources.includes('status')) return object;
  const { status: _status, ...rest } = object;
  return rest as T;
}

function withName<T extends KubernetesObject>(object: T): T {
  const { name, generateName } = object.metadata;
  if ((name ?? '') !== '' || generateName === undefined) return object;
  return { ...object, metadata: { ...object.metadata, name: `${generateName}${nameSuffix()}` } };
}

/** What survives of an update: server-owned metadata stays, and each endpoint writes only its own half. */
function mergedUpdate<T extends KubernetesObject>(
  resource: Resource,
  before: T,
  object: T,
  subresource: string | undefined,
): T {
  const kept = keptMetadata(object.metadata, before.metadata);
  // The status endpoint of a custom resource writes nothing of its metadata.
  if (subresource === 'status' && resource.isCustom) return { ...before, status: object.status } as T;
  if (subresource === 'status') {
    const { labels: _labels, ...metadata } = kept;
    const { labels } = before.metadata;
    const relabelled = labels === undefined ? metadata : { ...metadata, labels };
    return { ...before, metadata: relabelled, status: object.status } as T;
  }
  const hasStatus = resource.subresources.includes('status');
  const merged = { ...object, metadata: kept, ...(hasStatus ? { status: before.status } : {}) } as T;
  const generation = generationAfter(resource, before, merged);
  return generation === undefined ? merged : { ...merged, metadata: { ...merged.metadata, generation } };
}

function keptMetadata(metadata: ObjectMeta, before: ObjectMeta): ObjectMeta {
  const { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, managedFields } =
    before;
  const kept = {
    uid,
    creationTimestamp,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    managedFields,
  };
  const merged = { ...metadata, ...kept, resourceVersion: before.resourceVersion };
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined),
  ) as unknown as ObjectMeta;
}

/** A Deployment's generation also counts annotation changes: registry/apps/deployment/strategy.go, PrepareForUpdate. */
function generationAfter(
  resource: Resource,
  before: KubernetesObject,
  after: KubernetesObject,
): number | undefined {
  if (!resource.counted) return undefined;
  const generation = before.metadata.generation ?? 1;
  // A custom resource without a status endpoint counts everything but its metadata.
  const isStatusCounted = resource.isCustom && !resource.subresources.includes('status');
  const isSameSpec =
    isSame(before.spec, after.spec) && !(isStatusCounted && !isSame(before.status, after.status));
  const isSameNotes =
    resource.plural !== 'deployments' ||
    isSame(before.metadata.annotations ?? {}, after.metadata.annotations ?? {});
  return isSameSpec && isSameNotes ? generation : generation + 1;
}

/** A write that changes nothing keeps the resourceVersion, as etcd3/store.go does. */
function isUnchanged(after: KubernetesObject, before: KubernetesObject): boolean {
  return isSame(after, before);
}
