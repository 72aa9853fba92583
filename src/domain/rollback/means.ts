import { matchesGlob } from '../ownership/match-glob.ts';
import type { GitSource } from './management.ts';

/** What Shipmate may use to take workloads back, as configured. */
export interface Means {
  /** Whether Argo CD may be asked to return to its history. */
  readonly argocd: boolean;
  /** Whether Helm releases may be rolled back. */
  readonly helm: boolean;
  /** For how long Flux may be suspended while a workload is undone; 0 for never. */
  readonly suspendFluxForMs: number;
  readonly repositories: readonly RepositoryRule[];
  readonly tools: readonly ToolRule[];
}

/** Services in environments; `*` stands for any text. */
interface Scope {
  readonly services: readonly string[];
  readonly environments: readonly string[];
}

/** A repository in which changes may be reverted. */
export interface RepositoryRule {
  /** `acme/clusters` */
  readonly name: string;
  /** The host of its URLs: `github.com`. */
  readonly host: string;
  /** That is followed where the manager does not name one. */
  readonly branch: string;
  readonly how: 'pull-request' | 'merge';
  /** What is applied from here although no manager says so; `{service}` and `{environment}` are put into `path`. */
  readonly applied: readonly (Scope & { readonly path: string })[];
}

/** A team's own release tool. */
export interface ToolRule extends Scope {
  readonly name: string;
}

/** What is taken back, and where. */
export interface Place {
  readonly service: string;
  readonly environment: string;
}

export function isInScope({ services, environments }: Scope, { service, environment }: Place): boolean {
  const matches = (globs: readonly string[], name: string) => globs.some((glob) => matchesGlob(glob, name));
  return matches(services, service) && matches(environments, environment);
}

/** The rule of the repository that a manager follows; undefined when nothing may be reverted there. */
export function repositoryOf(
  rules: readonly RepositoryRule[],
  { url }: Pick<GitSource, 'url'>,
): RepositoryRule | undefined {
  const place = placeOfUrl(url);
  return rules.find(({ host, name }) => `${host}/${name}`.toLowerCase() === place);
}

/** `github.com/acme/clusters` of `https://github.com/acme/clusters.git` and of `git@github.com:acme/clusters`. */
function placeOfUrl(url: string): string {
  const withoutScheme = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const withoutUser = withoutScheme.slice(withoutScheme.indexOf('@') + 1);
  const [host = '', ...path] = withoutUser
    .split(/[/:]+/)
    .filter((part) => part !== '' && !/^\d+$/.test(part));
  return [host, ...path]
    .join('/')
    .replace(/\.git$/, '')
    .toLowerCase();
}
