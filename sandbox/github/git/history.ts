import type { CommitObject, Files, ObjectStore } from './objects.ts';

/** The commits that touch a path, newest first, as `git log -- path` simplifies them. */
export function historyOf(store: ObjectStore, head: string, path: string): CommitObject[] {
  const seen = new Set<string>();
  const found: CommitObject[] = [];
  const queue = [head];
  for (let sha = queue.shift(); sha !== undefined; sha = queue.shift()) {
    const commit = store.commit(sha);
    if (commit === undefined || seen.has(sha)) continue;
    seen.add(sha);
    const same = commit.parents.find((parent) => isSame(store, commit, store.commit(parent), path));
    if (same !== undefined) {
      queue.push(same);
      continue;
    }
    const isEmpty = within(store.filesOf(commit.tree), path).length === 0;
    if (commit.parents.length > 0 || !isEmpty) found.push(commit);
    queue.push(...commit.parents);
  }
  return found.toSorted((left, right) => Date.parse(right.author.date) - Date.parse(left.author.date));
}

function isSame(store: ObjectStore, commit: CommitObject, parent: CommitObject | undefined, path: string) {
  const keyOf = (tree: string) => JSON.stringify(within(store.filesOf(tree), path));
  return parent !== undefined && keyOf(commit.tree) === keyOf(parent.tree);
}

function within(files: Files, path: string): readonly (readonly [string, string])[] {
  return [...files]
    .filter(([name]) => path === '' || name === path || name.startsWith(`${path}/`))
    .map(([name, { sha }]) => [name, sha] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** The nearest commit that both come from. */
export function mergeBase(store: ObjectStore, one: string, other: string): string | undefined {
  const ancestors = new Set(ancestorsOf(store, one));
  return ancestorsOf(store, other).find((sha) => ancestors.has(sha));
}

/** Breadth first, the commit itself included. */
export function ancestorsOf(store: ObjectStore, head: string): readonly string[] {
  const found = new Set<string>();
  const queue = [head];
  for (let sha = queue.shift(); sha !== undefined; sha = queue.shift()) {
    if (found.has(sha)) continue;
    found.add(sha);
    queue.push(...(store.commit(sha)?.parents ?? []));
  }
  return [...found];
}

/** Undefined when both sides changed a file, each in its own way. */
export function mergeFiles(base: Files, ours: Files, theirs: Files): Files | undefined {
  const merged = new Map(ours);
  for (const path of new Set([...base.keys(), ...theirs.keys()])) {
    const [was, our, their] = [base.get(path), ours.get(path), theirs.get(path)];
    if (was?.sha === their?.sha || our?.sha === their?.sha) continue;
    if (was?.sha !== our?.sha) return undefined;
    if (their === undefined) merged.delete(path);
    else merged.set(path, their);
  }
  return merged;
}
