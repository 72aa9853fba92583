import { setTimeout as wait } from 'node:timers/promises';
import { PermanentError, TransientError } from '../../../errors.ts';
import type { WayBackRequest, WayBackResult } from '../../../ports.ts';
import type { Connection } from '../connection.ts';
import { ForbiddenError } from '../forbidden-error.ts';
import { objectPath, type ResourceKind } from '../resource-kind.ts';

export interface WayBackDeps {
  readonly connection: Connection;
  readonly timing?: { readonly timeoutMs: number; readonly settleMs?: number };
}

/** The API server, as one rollback asks it. */
export interface Access {
  readonly connection: Connection;
  readonly timeoutMs: number;
  readonly request: WayBackRequest;
}

export type ObjectKind = Pick<ResourceKind<never>, 'base' | 'plural' | 'qualified'>;

const defaultTimeoutMs = 10_000;
const defaultSettleMs = 100;
/** A controller takes a moment to see a change of the spec, and an autoscaler may come in between. */
const mostAttempts = 20;

/** Where an object is that a way back acts on. */
export interface Place {
  readonly kind: ObjectKind;
  readonly namespace: string;
  readonly name: string;
}

export function accessFor({ connection, timing }: WayBackDeps, request: WayBackRequest): Access {
  const timeoutMs = timing?.timeoutMs ?? defaultTimeoutMs;
  return { connection: whileLeading(connection, request), timeoutMs, request };
}

function whileLeading(connection: Connection, { confirmLead }: WayBackRequest): Connection {
  if (confirmLead === undefined) return connection;
  return {
    ...connection,
    async json(request) {
      if ((request.method ?? 'GET') !== 'GET') confirmLead();
      return await connection.json(request);
    },
  };
}

type Forbidden = Extract<WayBackResult, { kind: 'forbidden' }>;

/** Attempts until one says how it ended; undefined means that the workload moved and is to be looked at again. */
export async function attemptUntilSettled<T>(
  deps: WayBackDeps,
  request: WayBackRequest,
  attempt: (access: Access) => Promise<T | undefined>,
): Promise<T | Forbidden> {
  const access = accessFor(deps, request);
  try {
    for (let tried = 1; tried <= mostAttempts; tried += 1) {
      const result = await attempt(access);
      if (result !== undefined) return result;
      await wait(deps.timing?.settleMs ?? defaultSettleMs);
    }
  } catch (error) {
    if (error instanceof ForbiddenError) return { kind: 'forbidden', rule: error.rule };
    throw error;
  }
  throw new TransientError(
    'kubernetes-unsettled',
    `The ${request.workload.kind} is changed faster than its controller follows.`,
  );
}

/** The object in the workload's namespace; undefined when it is not there. */
export async function getObject(access: Access, kind: ObjectKind, name: string): Promise<unknown> {
  return await readObject(access, { kind, namespace: access.request.workload.namespace, name });
}

/** The same where no rollback asks. */
export async function readObject(
  { connection, timeoutMs }: Pick<Access, 'connection' | 'timeoutMs'>,
  { kind, namespace, name }: Place,
): Promise<unknown> {
  const asked = `get ${kind.qualified} in namespace ${namespace}`;
  try {
    return await connection.json({ path: objectPath(kind, namespace, name), asked, timeoutMs });
  } catch (error) {
    if (error instanceof PermanentError && error.code === 'kubernetes-not-found') return undefined;
    throw error;
  }
}

export interface Patch {
  readonly kind: ObjectKind;
  readonly name: string;
  /** Default: that of the workload. */
  readonly namespace?: string;
  readonly subresource?: 'status';
  readonly operations: readonly object[];
}

const refusals: ReadonlySet<string> = new Set([
  'kubernetes-invalid',
  'kubernetes-conflict',
  'kubernetes-not-found',
]);

/** Undefined when the API server took the patch; else its refusal: a test failed, or the object went in between. */
export async function patchObject(access: Access, patch: Patch): Promise<PermanentError | undefined> {
  return await writePatch(access, {
    ...patch,
    namespace: patch.namespace ?? access.request.workload.namespace,
  });
}

/** The same where no rollback asks. */
export async function writePatch(
  { connection, timeoutMs }: Pick<Access, 'connection' | 'timeoutMs'>,
  { kind, namespace, name, subresource, operations }: Patch & Place,
): Promise<PermanentError | undefined> {
  const below = subresource === undefined ? '' : `/${subresource}`;
  try {
    await connection.json({
      method: 'PATCH',
      path: `${objectPath(kind, namespace, name)}${below}`,
      query: { fieldManager: 'shipmate' },
      body: { contentType: 'application/json-patch+json', json: operations },
      asked: `patch ${qualifiedName(kind, subresource)} in namespace ${namespace}`,
      timeoutMs,
    });
    return undefined;
  } catch (error) {
    if (error instanceof PermanentError && refusals.has(error.code)) return error;
    throw error;
  }
}

function qualifiedName({ plural, qualified }: ObjectKind, subresource: string | undefined): string {
  return subresource === undefined ? qualified : qualified.replace(plural, `${plural}/${subresource}`);
}

/** As a JSON pointer writes a key: https://www.rfc-editor.org/rfc/rfc6901 */
export function pointerKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
