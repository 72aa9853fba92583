/**
 * The files of a folder that are meant for a place. A folder may hold several environments beside each other: where
 * any of its folders is called like ours, only what is in there counts. `all` is what the folder holds, if that is
 * not what is narrowed.
 */
export function narrowTo<File extends { readonly path: string }>(
  files: readonly File[],
  folder: string,
  places: readonly string[],
  all: readonly { readonly path: string }[] = files,
): readonly File[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const foldersOf = ({ path }: { readonly path: string }) =>
    path.slice(prefix.length).split('/').slice(0, -1);
  let left = files.filter(({ path }) => path.startsWith(prefix));
  let beside = all.filter(({ path }) => path.startsWith(prefix));
  for (const place of places) {
    const isThere = (file: { readonly path: string }) => foldersOf(file).includes(place);
    if (!beside.some(isThere)) continue;
    beside = beside.filter(isThere);
    left = left.filter(isThere);
  }
  return left;
}
