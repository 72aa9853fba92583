import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { PermanentError } from '../../../../errors.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../../json-field.ts';

/** One revision of a release, as Helm keeps it. */
export interface ReleaseRecord {
  readonly version: number;
  /** YAML documents, in the order in which Helm applies them. */
  readonly manifest: string;
  /** `pre-rollback migrate-db`: what Helm would run when it goes back to this one. */
  readonly rollbackHooks: readonly string[];
  /** All of it: whoever writes a record anew keeps what it does not know. */
  readonly raw: JsonObject;
}

/** A Secret holds a megabyte; text that repeats itself packs to a tenth. What is more is a bomb. */
const maxBytes = 32 * 1024 * 1024;
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);

const unpack = promisify(gunzip);
const pack = promisify(gzip);

/**
 * Reads the Secret of a record: JSON, gzipped, as base64, which the API shows as base64 once more. Helm's first
 * records are not gzipped: https://github.com/helm/helm/blob/main/pkg/storage/driver/util.go
 */
export async function decodeRecord(secret: unknown): Promise<ReleaseRecord> {
  const name = textOf(objectOf(objectOf(secret)['metadata'])['name']);
  try {
    const text = Buffer.from(textOf(objectOf(objectOf(secret)['data'])['release']), 'base64').toString(
      'latin1',
    );
    const bytes = Buffer.from(text, 'base64');
    const isPacked = bytes.subarray(0, gzipMagic.length).equals(gzipMagic);
    const json = isPacked ? await unpack(bytes, { maxOutputLength: maxBytes }) : bytes;
    const raw: unknown = JSON.parse(json.toString());
    if (isObject(raw) && typeof raw['version'] === 'number' && isObject(raw['info'])) return toRecord(raw);
  } catch (error) {
    throw unreadable(name, error);
  }
  throw unreadable(name, undefined);
}

function unreadable(name: string, cause: unknown): PermanentError {
  return new PermanentError('helm-record-unreadable', `Secret ${name} holds no release of Helm.`, { cause });
}

function toRecord(raw: JsonObject): ReleaseRecord {
  return {
    version: Number(raw['version']),
    manifest: textOf(raw['manifest']),
    rollbackHooks: listOf(raw['hooks']).flatMap(hookAtRollback),
    raw,
  };
}

function hookAtRollback(value: unknown): readonly string[] {
  const hook = objectOf(value);
  const event = listOf(hook['events']).find((each) => each === 'pre-rollback' || each === 'post-rollback');
  return event === undefined ? [] : [`${textOf(event)} ${textOf(hook['name'])}`];
}

/** What `data.release` of the Secret is to be. */
export async function encodeRecord(raw: JsonObject): Promise<string> {
  const packed = await pack(JSON.stringify(raw), { level: 9 });
  return Buffer.from(packed.toString('base64')).toString('base64');
}

export type ReleaseStatus = 'pending-rollback' | 'deployed' | 'superseded' | 'failed';

/** The same record in another state. */
export function withStatus(raw: JsonObject, status: ReleaseStatus, description?: string): JsonObject {
  const words = description === undefined ? {} : { description };
  return { ...raw, info: { ...objectOf(raw['info']), ...words, status } };
}

/** Rollback to `target` as the revision after `current`: as `helm rollback` writes it. */
export function rollbackRecord(current: ReleaseRecord, target: ReleaseRecord, now: number): JsonObject {
  const { info: currentInfo, namespace } = current.raw;
  return {
    ...target.raw,
    info: {
      first_deployed: objectOf(currentInfo)['first_deployed'],
      last_deployed: new Date(now).toISOString(),
      deleted: '',
      description: `Rollback to ${target.version}`,
      status: 'pending-rollback',
      ...notesOf(target),
    },
    namespace,
    version: current.version + 1,
    // Helm 4 goes on in the way of the last revision; this one is not applied by the server.
    ...('apply_method' in target.raw ? { apply_method: 'csa' } : {}),
  };
}

function notesOf({ raw }: ReleaseRecord): JsonObject {
  const notes = objectOf(raw['info'])['notes'];
  return notes === undefined ? {} : { notes };
}
