import { matchesGlob } from '../../domain/ownership/match-glob.ts';

/** Which namespaces are watched: globs with `*`. Without `include` all are, but for `exclude`. */
export interface NamespaceSelection {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export interface NamespacePlan {
  /** One watch each; `[undefined]` is one watch of all namespaces. */
  readonly watches: readonly (string | undefined)[];
  isWanted(namespace: string): boolean;
}

/** More watches than this cost more than one watch of everything. */
const maxWatches = 10;

/** A few plain names get a watch each, which needs rights in those namespaces only. */
export function planNamespaces({ include = [], exclude = [] }: NamespaceSelection): NamespacePlan {
  const isWanted = (namespace: string) =>
    (include.length === 0 || include.some((glob) => matchesGlob(glob, namespace))) &&
    !exclude.some((glob) => matchesGlob(glob, namespace));

  const names = [...new Set(include)];
  const arePlain =
    names.length > 0 && names.length <= maxWatches && !names.some((name) => name.includes('*'));
  return { watches: arePlain ? names.filter(isWanted) : [undefined], isWanted };
}
