import { UserError } from '../errors.ts';
import { describeIssue, expectedOf, formatProblem } from './describe-issue.ts';
import type { Surroundings } from './interpolate.ts';
import { configJsonSchema, type JsonSchema, schemaAt } from './json-schema.ts';
import { type KeyPath, valueAt } from './key-path.ts';
import { type ChosenBy, missingConfig } from './missing.ts';
import { checkReferences } from './references.ts';
import { redactionSchema } from './schema/redaction.ts';
import {
  type Config,
  type ConnectionConfig,
  configSchema,
  type ParsedConfig,
  type RedactionConfig,
} from './schema.ts';
import { type Problem, readSource, type Source } from './source.ts';
import { findWarnings } from './warnings.ts';

export interface LoadRequest extends Surroundings {
  /** By default SHIPMATE_CONFIG, then ./shipmate.yaml. */
  readonly path?: string;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Lines for a person, each with its place in the file. */
  readonly warnings: readonly string[];
  /** The file that was read. */
  readonly path: string;
  /** `${VARIABLE}` when the value at the path was interpolated and must not be printed. */
  originOf(path: KeyPath): string | undefined;
}

/** Where the pod finds its service account, in every cluster. */
const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Reads, interpolates and checks the configuration. Throws a UserError: `config-missing`, `config-unreadable`, or
 * `config-invalid` with every problem on a line of its own, `file:line:column key: what was expected`.
 */
export function loadConfig(request: LoadRequest): LoadedConfig {
  const { path, file, schema, source } = read(request);
  const { readFile } = request;

  const { config, problems } = parse(source, schema);
  if (config === undefined || problems.length > 0) throw invalid(file, problems);

  const connection = defaultConnection(readFile);
  return {
    config: {
      ...config,
      clusters: config.clusters.map((cluster) => ({
        ...cluster,
        connection: cluster.connection ?? connection,
      })),
    },
    warnings: findWarnings(config, source).map((problem) => formatProblem(file, problem)),
    path,
    originOf: source.originOf,
  };
}

/**
 * The section `redaction` alone, so that it can be tried where the secrets of the rest are not at hand. The defaults
 * when there is no file and none was asked for; throws as loadConfig does.
 */
export function loadRedaction(request: LoadRequest): RedactionConfig {
  try {
    const { file, schema, source } = read(request);
    const problems = parse(source, schema).problems.filter(({ path }) => path[0] === 'redaction');
    if (problems.length > 0) throw invalid(file, problems);
    return redactionSchema.parse(valueAt(source.data, ['redaction']));
  } catch (error) {
    const isAbsent = error instanceof UserError && error.code === 'config-missing';
    if (isAbsent && chosenPath(request) === undefined) return redactionSchema.parse(undefined);
    throw error;
  }
}

function chosenPath({ path, env }: LoadRequest): string | undefined {
  return path ?? (env['SHIPMATE_CONFIG'] || undefined);
}

interface Reading {
  readonly path: string;
  /** As it is called in messages. */
  readonly file: string;
  readonly schema: JsonSchema;
  readonly source: Source;
}

function read(request: LoadRequest): Reading {
  const { env, readFile } = request;
  const chosen = chosenPath(request);
  const path = chosen ?? './shipmate.yaml';
  const file = path.replace(/^\.\//, '');
  const chosenBy = request.path !== undefined ? 'argument' : chosen === undefined ? 'default' : 'variable';
  const text = readConfigFile({ path, chosenBy, readFile });
  const schema = configJsonSchema();
  const isNumber = (place: KeyPath) => schemaAt(schema, place)?.type === 'integer';
  const source = readSource(text, { env, readFile, isNumber });
  if (!source.isReadable) throw invalid(file, source.problems);
  return { path, file, schema, source };
}

function readConfigFile(request: {
  path: string;
  chosenBy: ChosenBy;
  readFile: (path: string) => string;
}): string {
  try {
    return request.readFile(request.path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') throw missingConfig(request.path, request.chosenBy);

    const message = `Cannot read the configuration ${request.path} (${code}). Check that it is a file and may be read.`;
    throw new UserError('config-unreadable', message, { cause: error });
  }
}

function parse(
  source: Source,
  schema: JsonSchema,
): { config: ParsedConfig | undefined; problems: Problem[] } {
  const result = configSchema.safeParse(source.data, { error: expectedOf });

  const issues = result.success ? [] : result.error.issues;
  const further = [
    ...issues.flatMap((issue) => describeIssue(issue, source, schema)),
    ...(source.isWhole ? checkReferences(source) : []),
  ];
  // A value whose interpolation failed is wrong in every other way too, and of a key given twice half is not looked at.
  const isTold = (path: KeyPath) => source.problems.some((told) => isWithin(path, told.path));
  const problems = [...source.problems, ...further.filter(({ path }) => !isTold(path))];
  return { config: result.data, problems };
}

function isWithin(path: KeyPath, outer: KeyPath): boolean {
  return outer.every((key, index) => key === path[index]);
}

function defaultConnection(readFile: (path: string) => string): ConnectionConfig {
  try {
    readFile(serviceAccountToken);
    return { kind: 'in-cluster' };
  } catch {
    return { kind: 'kubeconfig' };
  }
}

function invalid(file: string, problems: readonly Problem[]): UserError {
  const ordered = problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const lines = ordered.map((problem) => formatProblem(file, problem));

  return new UserError('config-invalid', [`The configuration has ${count}:`, ...lines].join('\n'));
}
