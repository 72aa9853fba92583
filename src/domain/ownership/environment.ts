import { matchesGlob } from './match-glob.ts';

export interface ClusterEnvironments {
  readonly name: string;
  readonly environment: string;
  /** Namespace pattern → environment; the first match wins. */
  readonly environmentByNamespace: Readonly<Record<string, string>>;
}

/** What people call the place where a namespace of a cluster runs: `prod`. */
export function environmentOf(
  clusters: readonly ClusterEnvironments[],
  cluster: string,
  namespace: string,
): string {
  const found = clusters.find((each) => each.name === cluster);
  if (found === undefined) return cluster;
  const match = Object.entries(found.environmentByNamespace).find(([glob]) => matchesGlob(glob, namespace));
  return match?.[1] ?? found.environment;
}
