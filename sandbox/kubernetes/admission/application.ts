import { isJsonObject, type KubernetesObject } from '../model.ts';
import { type Findings, required } from './findings.ts';

/** What the definition of Applications asks for, by the place of the object that must have it. */
const asked: readonly (readonly [string, readonly string[]])[] = [
  ['spec', ['destination', 'project']],
  ['spec.source', ['repoURL']],
  ['operation.info', ['name', 'value']],
  ['operation.sync.source', ['repoURL']],
  ['operation.sync.sources', ['repoURL']],
  ['operation.sync.resources', ['kind', 'name']],
  ['status.history', ['deployedAt', 'id']],
  ['status.operationState', ['operation', 'phase', 'startedAt']],
];

export function applicationFindings(object: KubernetesObject): Findings {
  if (object.spec === undefined || object.spec === null) return [required('spec')];
  return asked.flatMap(([path, fields]) =>
    objectsAt(object, path.split('.'), '').flatMap(({ value, at }) =>
      fields.filter((field) => value[field] === undefined).map((field) => required(`${at}.${field}`)),
    ),
  );
}

interface Found {
  readonly value: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** The objects at a place; of a list, each of its items. */
function objectsAt(root: unknown, [step, ...rest]: readonly string[], at: string): readonly Found[] {
  if (Array.isArray(root)) {
    return root.flatMap((item, index) =>
      objectsAt(item, step === undefined ? [] : [step, ...rest], `${at}[${index}]`),
    );
  }
  if (!isJsonObject(root)) return [];
  if (step === undefined) return [{ value: root, at }];
  return objectsAt(root[step], rest, at === '' ? step : `${at}.${step}`);
}
