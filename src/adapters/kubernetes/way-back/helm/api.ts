import { PermanentError } from '../../../../errors.ts';
import type { ApiRequest, Connection } from '../../connection.ts';
import { isObject, type JsonObject } from '../../json-field.ts';
import type { Access } from '../access.ts';

/** Where an object is, and what RBAC calls its kind. */
export interface ObjectPlace {
  /** Of all objects of the kind there. */
  readonly collection: string;
  readonly name: string;
  /** `deployments.apps in namespace payments` */
  readonly described: string;
}

export interface WriteMode {
  /** The API server checks rights and the object, and changes nothing. */
  readonly isDryRun: boolean;
}

/** What is needed of the API server to take a release back. Throws like `Connection`. */
export interface Api {
  get(place: ObjectPlace): Promise<JsonObject | undefined>;
  /** Any path; for discovery and lists. */
  read(path: string, asked: string, more?: Pick<ApiRequest, 'query' | 'accept'>): Promise<unknown>;
  create(place: ObjectPlace, object: JsonObject, mode: WriteMode): Promise<JsonObject>;
  /** A merge patch: https://www.rfc-editor.org/rfc/rfc7386 */
  patch(place: ObjectPlace, patch: JsonObject, mode: WriteMode): Promise<JsonObject>;
  remove(place: ObjectPlace, uid: unknown, mode: WriteMode): Promise<void>;
}

/** Helm's own name: Helm 4 would find fields that somebody else has written in its way. */
const fieldManager = 'helm';

export function createApi({ connection, timeoutMs }: Pick<Access, 'connection' | 'timeoutMs'>): Api {
  const ask = (request: Omit<ApiRequest, 'timeoutMs'>) => connection.json({ ...request, timeoutMs });
  const write = async (request: Omit<ApiRequest, 'timeoutMs' | 'query'>, { isDryRun }: WriteMode) => {
    const query = { fieldManager, ...dryRun(isDryRun) };
    const object = await ask({ ...request, query });
    return isObject(object) ? object : {};
  };

  return {
    async get(place) {
      const object = await orMissing(ask({ path: pathOf(place), asked: `get ${place.described}` }));
      return isObject(object) ? object : undefined;
    },
    read: (path, asked, more = {}) => ask({ path, asked, ...more }),
    create: (place, object, mode) =>
      write(
        {
          method: 'POST',
          path: place.collection,
          body: { contentType: 'application/json', json: object },
          asked: `create ${place.described}`,
        },
        mode,
      ),
    patch: (place, patch, mode) =>
      write(
        {
          method: 'PATCH',
          path: pathOf(place),
          body: { contentType: 'application/merge-patch+json', json: patch },
          asked: `patch ${place.described}`,
        },
        mode,
      ),
    async remove(place, uid, { isDryRun }) {
      // The API server reads options of the query only where there is no body; for audit logs they are in both.
      const options = {
        preconditions: { uid },
        propagationPolicy: 'Background',
        ...(isDryRun ? { dryRun: ['All'] } : {}),
      };
      const request = {
        method: 'DELETE',
        path: pathOf(place),
        query: dryRun(isDryRun),
        body: { contentType: 'application/json', json: options },
        asked: `delete ${place.described}`,
      } as const;
      await orMissing(ask(request));
    },
  };
}

function dryRun(isDryRun: boolean): Readonly<Record<string, string>> {
  return isDryRun ? { dryRun: 'All' } : {};
}

function pathOf({ collection, name }: ObjectPlace): string {
  return `${collection}/${encodeURIComponent(name)}`;
}

async function orMissing(answer: ReturnType<Connection['json']>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PermanentError && error.code === 'kubernetes-not-found') return undefined;
    throw error;
  }
}
