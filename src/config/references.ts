import { didYouMean } from '../nearest.ts';
import { type KeyPath, valueAt } from './key-path.ts';
import type { Problem, Source } from './source.ts';

/**
 * What the schema cannot see: names that must be unique and names that must exist. Works on the data as it was
 * written, so that these problems are told together with those of the schema.
 */
export function checkReferences(source: Source): Problem[] {
  const clusters = namesIn(source, ['clusters'], 'name');
  const teams = namesIn(source, ['teams'], 'name');
  const services = namesIn(source, ['services'], 'name');
  const rollbackTeams = itemsAt(source, ['permissions', 'rollback', 'teams']);
  const environments = namesIn(source, ['environments'], 'name');
  const redactionRules = namesIn(source, ['redaction', 'rules'], 'id');
  const permissionRules = namesIn(source, ['permissions', 'rules'], 'name');

  return [
    ...repeated(source, 'cluster', clusters),
    ...repeated(source, 'team', teams),
    ...repeated(source, 'service', services),
    ...repeated(source, 'person', namesIn(source, ['people'], 'slack')),
    ...repeated(source, 'environment', environments),
    ...repeated(source, 'channel', namesIn(source, ['channels'], 'name')),
    ...repeated(source, 'redaction rule', redactionRules),
    ...repeated(source, 'release tool', namesIn(source, ['rollback', 'tools'], 'name')),
    ...unknownEnvironments(source, [...environments, ...protectedEnvironments(source)]),
    ...repeated(source, 'permission rule', permissionRules),
    ...repeated(source, 'repository', namesIn(source, ['rollback', 'github', 'repositories'], 'name')),
    ...repeated(
      source,
      'repository',
      namesIn(source, ['rollback', 'github', 'protects'], 'repository'),
      'a repository protects one service',
    ),
    ...unknownTeams(source, namesIn(source, ['services'], 'team'), teams),
    ...unknownTeams(source, rollbackTeams, teams),
    ...unknownTeams(source, grantedTeams(source), teams),
  ];
}

interface Name {
  readonly path: KeyPath;
  readonly name: string;
}

/** The texts under one key of every item of a list. */
function namesIn(source: Source, list: KeyPath, key: string): Name[] {
  return itemPaths(source, list).flatMap((path) => nameAt(source, [...path, key]));
}

function itemsAt(source: Source, list: KeyPath): Name[] {
  return itemPaths(source, list).flatMap((path) => nameAt(source, path));
}

function itemPaths(source: Source, list: KeyPath): KeyPath[] {
  const items = valueAt(source.data, list);

  return Array.isArray(items) ? items.map((_, index) => [...list, index]) : [];
}

/** The texts under every key of an object. */
function valuesAt(source: Source, path: KeyPath): Name[] {
  const values = valueAt(source.data, path);
  const keys = typeof values === 'object' && values !== null ? Object.keys(values) : [];

  return keys.flatMap((key) => nameAt(source, [...path, key]));
}

/** What GitHub's environments are called here. */
function protectedEnvironments(source: Source): Name[] {
  return itemPaths(source, ['rollback', 'github', 'protects']).flatMap((path) =>
    valuesAt(source, [...path, 'environments']),
  );
}

/** The teams among those whom permission rules let: `team:sre`. */
function grantedTeams(source: Source): Name[] {
  const rules = valueAt(source.data, ['permissions', 'rules']);
  const grantees = Array.isArray(rules)
    ? rules.flatMap((_, index) => itemsAt(source, ['permissions', 'rules', index, 'to']))
    : [];

  return grantees.flatMap(({ path, name }) =>
    name.startsWith('team:') ? [{ path, name: name.slice('team:'.length) }] : [],
  );
}

function nameAt(source: Source, path: KeyPath): Name[] {
  const name = valueAt(source.data, path);

  return typeof name === 'string' ? [{ path, name }] : [];
}

function repeated(
  source: Source,
  what: string,
  names: readonly Name[],
  rule = `every ${what} needs a name of its own`,
): Problem[] {
  const firsts = new Map<string, Name>();

  return names.flatMap((name) => {
    const first = firsts.get(name.name);
    if (first === undefined) {
      firsts.set(name.name, name);
      return [];
    }

    const { line } = source.place(first.path, 'value');
    const message = `the ${what} ${shown(source, name)} is already on line ${line}; ${rule}`;
    return [problem(source, name, message)];
  });
}

function unknownTeams(source: Source, names: readonly Name[], teams: readonly Name[]): Problem[] {
  return unknown(source, names, { what: 'team', key: 'teams', known: teams });
}

/** An environment that no cluster has would protect nothing, and look as if it did. */
function unknownEnvironments(source: Source, names: readonly Name[]): Problem[] {
  const clusters = itemPaths(source, ['clusters']);
  const known = clusters.flatMap((path) => [
    ...nameAt(source, [...path, 'environment']),
    ...valuesAt(source, [...path, 'environmentByNamespace']),
  ]);
  return unknown(source, names, { what: 'environment', key: 'clusters', known });
}

interface Kin {
  readonly what: string;
  /** The key of the file that lists them. */
  readonly key: string;
  readonly known: readonly Name[];
}

function unknown(source: Source, names: readonly Name[], kin: Kin): Problem[] {
  const known = new Set(kin.known.map(({ name }) => name));

  return names
    .filter(({ name }) => !known.has(name))
    .map((name) =>
      problem(source, name, `no ${kin.what} is called ${shown(source, name)}${hint(source, name, kin)}`),
    );
}

function hint(source: Source, name: Name, { what, key, known }: Kin): string {
  if (known.length === 0) return `; "${key}" is empty`;

  const printable = known.filter(({ path }) => source.originOf(path) === undefined).map((each) => each.name);
  const guess = source.originOf(name.path) === undefined ? didYouMean(name.name, printable) : '';
  return guess === '' ? `; known ${what}s: ${[...new Set(printable)].join(', ')}` : guess;
}

/** The name in quotes, or where it came from when it must not be printed. */
function shown(source: Source, { path, name }: Name): string {
  return source.originOf(path) ?? JSON.stringify(name);
}

function problem(source: Source, { path }: Name, message: string): Problem {
  return { ...source.place(path, 'value'), path, message };
}
