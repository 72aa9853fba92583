import type { ObjectName } from '../../../../domain/rollback/way-back.ts';
import { integerOf, type JsonObject, listOf, objectOf, textOf } from '../../json-field.ts';
import { collectionPath } from '../../resource-kind.ts';
import type { Api, ObjectPlace, WriteMode } from './api.ts';
import {
  decodeRecord,
  encodeRecord,
  type ReleaseRecord,
  type ReleaseStatus,
  withStatus,
} from './release-record.ts';

/** What a record's Secret says of it without being opened. */
export interface RecordHead {
  readonly name: string;
  readonly version: number;
  readonly status: string;
  /** Of the rollback that made it; Helm's own have none. */
  readonly key: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, unknown>>;
}

/** Helm takes annotations away when it writes a record anew, and hands labels on to the next: it is an annotation. */
const keyAnnotation = 'shipmate.dev/rollback-key';
const secrets = { base: '/api/v1', plural: 'secrets' } as const;
/** Most records are of no interest, and each may be a megabyte. */
const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
const ownLabels: ReadonlySet<string> = new Set([
  'name',
  'owner',
  'status',
  'version',
  'createdAt',
  'modifiedAt',
]);

/** A release's revisions, newest first. */
export async function listRecords(api: Api, { namespace, name }: ObjectName): Promise<readonly RecordHead[]> {
  const path = collectionPath(secrets, namespace);
  const list = await api.read(path, `list secrets in namespace ${namespace}`, {
    query: { labelSelector: `owner=helm,name=${name}` },
    accept: metadataOnly,
  });
  return listOf(objectOf(list)['items'])
    .flatMap(toHead)
    .toSorted((left, right) => right.version - left.version);
}

function toHead(item: unknown): readonly RecordHead[] {
  const metadata = objectOf(objectOf(item)['metadata']);
  const labels = objectOf(metadata['labels']);
  const name = textOf(metadata['name']);
  const version = integerOf(labels['version'], 0);
  if (version < 1 || !name.startsWith('sh.helm.release.v1.')) return [];
  const key = textOf(objectOf(metadata['annotations'])[keyAnnotation]);
  const resourceVersion = textOf(metadata['resourceVersion']);
  return [{ name, version, status: textOf(labels['status']), key, resourceVersion, labels }];
}

function placeOf({ namespace }: ObjectName, name: string): ObjectPlace {
  return {
    collection: collectionPath(secrets, namespace),
    name,
    described: `secrets in namespace ${namespace}`,
  };
}

export async function readRecord(api: Api, release: ObjectName, head: RecordHead): Promise<ReleaseRecord> {
  return await decodeRecord(await api.get(placeOf(release, head.name)));
}

interface NewRecord {
  readonly raw: JsonObject;
  readonly key: string;
  /** Of the revision that is gone back to: what people have put on it goes with it. */
  readonly labels: RecordHead['labels'];
  readonly now: number;
}

/** Throws a conflict when there is a record of that number: somebody else was first. */
export async function createRecord(
  api: Api,
  release: ObjectName,
  { raw, key, labels, now }: NewRecord,
  mode: WriteMode,
): Promise<void> {
  const version = String(raw['version']);
  const name = `sh.helm.release.v1.${release.name}.v${version}`;
  const custom = Object.entries(labels).filter(([label]) => !ownLabels.has(label));
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name,
      namespace: release.namespace,
      labels: {
        ...Object.fromEntries(custom),
        name: release.name,
        owner: 'helm',
        status: textOf(objectOf(raw['info'])['status']),
        version,
        createdAt: seconds(now),
      },
      annotations: { [keyAnnotation]: key },
    },
    data: { release: await encodeRecord(raw) },
  };
  await api.create(placeOf(release, name), secret, mode);
}

interface Change {
  readonly head: RecordHead;
  readonly raw: JsonObject;
  readonly status: ReleaseStatus;
  readonly description?: string;
  readonly now: number;
}

export async function markRecord(
  api: Api,
  release: ObjectName,
  { head, raw, status, description, now }: Change,
  mode: WriteMode,
): Promise<void> {
  const patch = {
    metadata: { resourceVersion: head.resourceVersion, labels: { status, modifiedAt: seconds(now) } },
    data: { release: await encodeRecord(withStatus(raw, status, description)) },
  };
  await api.patch(placeOf(release, head.name), patch, mode);
}

function seconds(now: number): string {
  return String(Math.floor(now / 1_000));
}
