import { createHash } from 'node:crypto';

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'tree';
  readonly sha: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface CommitObject {
  readonly sha: string;
  readonly message: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
}

/** A file in a tree, however deep. */
export interface FileEntry {
  readonly mode: string;
  readonly sha: string;
}

export type Files = ReadonlyMap<string, FileEntry>;

/** Blobs, trees and commits, addressed by what is in them. */
export type ObjectStore = ReturnType<typeof createObjectStore>;

export function createObjectStore() {
  const blobs = new Map<string, Buffer>();
  const trees = new Map<string, readonly TreeEntry[]>();
  const commits = new Map<string, CommitObject>();

  function writeBlob(content: string | Buffer): string {
    const bytes = Buffer.from(content);
    // As git itself names it, so that a clone beside it would agree.
    const sha = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    blobs.set(sha, bytes);
    return sha;
  }

  function writeTree(entries: readonly TreeEntry[]): string {
    const sorted = entries.toSorted((left, right) => (left.path < right.path ? -1 : 1));
    const sha = hashOf(['tree', sorted]);
    trees.set(sha, sorted);
    return sha;
  }

  function writeFiles(files: Files): string {
    const below = new Map<string, Map<string, FileEntry>>();
    const entries: TreeEntry[] = [];
    for (const [path, file] of files) {
      const slash = path.indexOf('/');
      if (slash < 0) {
        entries.push({ path, type: 'blob', ...file });
        continue;
      }
      const folder = path.slice(0, slash);
      const inside = below.get(folder) ?? new Map<string, FileEntry>();
      below.set(folder, inside.set(path.slice(slash + 1), file));
    }
    for (const [path, inside] of below) {
      entries.push({ path, type: 'tree', mode: '040000', sha: writeFiles(inside) });
    }
    return writeTree(entries);
  }

  function filesOf(tree: string, prefix = ''): Files {
    const found = new Map<string, FileEntry>();
    for (const { path, type, mode, sha } of trees.get(tree) ?? []) {
      if (type === 'blob') found.set(`${prefix}${path}`, { mode, sha });
      else for (const [name, file] of filesOf(sha, `${prefix}${path}/`)) found.set(name, file);
    }
    return found;
  }

  function writeCommit(commit: Omit<CommitObject, 'sha'>): CommitObject {
    const made = { sha: hashOf(['commit', commit]), ...commit };
    commits.set(made.sha, made);
    return made;
  }

  return {
    writeBlob,
    writeFiles,
    writeCommit,
    filesOf,
    blob: (sha: string) => blobs.get(sha),
    tree: (sha: string) => trees.get(sha),
    commit: (sha: string) => commits.get(sha),
    isObject: (sha: string) => blobs.has(sha) || trees.has(sha) || commits.has(sha),
  };
}

function hashOf(content: unknown): string {
  return createHash('sha1').update(JSON.stringify(content)).digest('hex');
}
