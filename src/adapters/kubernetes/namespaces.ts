/** Which namespaces are watched: globs with `*` and `?`. Without `include` all are, but for `exclude`. */
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
  const included = include.map(globPattern);
  const excluded = exclude.map(globPattern);
  const isWanted = (namespace: string) =>
    (included.length === 0 || included.some((pattern) => pattern.test(namespace))) &&
    !excluded.some((pattern) => pattern.test(namespace));

  const names = [...new Set(include)];
  const arePlain = names.length > 0 && names.length <= maxWatches && !names.some((name) => /[*?]/.test(name));
  return { watches: arePlain ? names.filter(isWanted) : [undefined], isWanted };
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
