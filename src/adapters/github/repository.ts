import type { z } from 'zod';
import { PermanentError } from '../../errors.ts';
import type { Act, Ask, Client } from './client.ts';
import { isRefused } from './refused-error.ts';
import {
  type Commit,
  commitListSchema,
  commitSchema,
  contentSchema,
  refSchema,
  repositorySchema,
  shaSchema,
  treeSchema,
} from './schema.ts';

/** A file as it is in one commit. */
export interface FileState {
  readonly sha: string;
  readonly text: string;
}

export interface TreeFile {
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
}

/** What is to be in a tree instead; `sha` null takes the file away. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | null;
}

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** One repository by GitHub's API. */
export type Repository = ReturnType<typeof createRepository>;

/** What is read of it. */
export type ReadableRepository = Pick<Repository, 'head' | 'commitsOf' | 'commit' | 'file' | 'filesIn'>;

export function createRepository(client: Client, name: string) {
  const at = (rest: string) => `/repos/${name}${rest}`;
  const get = <T>(ask: Omit<Ask<T>, 'repository'>) => client.get({ repository: name, ...ask });
  const act = <T>(what: Omit<Act<T>, 'repository'>) => client.act({ repository: name, ...what });

  /** Undefined when there is none of the name. */
  async function head(branch: string): Promise<string | undefined> {
    if (!isNameInPath(branch)) return undefined;
    const path = at(`/git/ref/heads/${pathOf(branch)}`);
    const asked = `read branch ${branch} of ${name}`;
    return (await orNothing(get({ path, asked, schema: refSchema })))?.object.sha;
  }

  /** Newest first. */
  async function commitsOf(query: { sha: string; path: string; page: number }): Promise<readonly string[]> {
    const { sha, path, page } = query;
    const list = await get({
      path: at('/commits'),
      query: { sha, ...(path === '' ? {} : { path }), page: String(page), per_page: '50' },
      asked: `list commits of ${name}`,
      schema: commitListSchema,
    });
    return list.map((each) => each.sha);
  }

  function commit(sha: string): Promise<Commit> {
    return get({ path: at(`/commits/${sha}`), asked: `read a commit of ${name}`, schema: commitSchema });
  }

  /** Undefined when the file is not there; throws when it cannot be read as text. */
  async function file(path: string, ref: string): Promise<FileState | undefined> {
    if (!isNameInPath(path)) return undefined;
    const asked = `read ${path} of ${name}`;
    const address = at(`/contents/${pathOf(path)}`);
    const found = await orNothing(get({ path: address, query: { ref }, asked, schema: contentSchema }));
    if (found === undefined) return undefined;
    if (found.type !== 'file' || found.encoding !== 'base64') {
      throw new PermanentError('github-no-text', `${path} of ${name} is too large, or no file.`);
    }
    return { sha: found.sha, text: Buffer.from(found.content, 'base64').toString() };
  }

  /** The files in a folder, by their whole paths. */
  async function filesIn(treeSha: string, folder: string): Promise<readonly TreeFile[]> {
    let sha: string | undefined = treeSha;
    for (const segment of folder.split('/').filter((part) => part !== '')) {
      const level: z.infer<typeof treeSchema> = await tree(sha, {});
      sha = level.tree.find(({ path, type }) => path === segment && type === 'tree')?.sha;
      if (sha === undefined) return [];
    }
    const { tree: found, truncated } = await tree(sha, { recursive: '1' });
    if (truncated)
      throw new PermanentError(
        'github-too-large',
        `${folder || 'All'} of ${name} is too large to look through.`,
      );
    const prefix = folder === '' ? '' : `${folder}/`;
    return found
      .filter(({ type }) => type === 'blob')
      .map(({ path, mode, sha: blob }) => ({ path: `${prefix}${path}`, mode, sha: blob }));
  }

  function tree(sha: string, query: Record<string, string>): Promise<z.infer<typeof treeSchema>> {
    return get({ path: at(`/git/trees/${sha}`), query, asked: `read files of ${name}`, schema: treeSchema });
  }

  /** Answers its sha. Nobody sees it until a branch has it. */
  async function makeTree(base: string, changes: readonly TreeChange[]): Promise<string> {
    const tree = changes.map((change) => ({ ...change, type: 'blob' }));
    const json = { base_tree: base, tree };
    const asked = `write files of ${name}`;
    const path = at('/git/trees');
    return (await act({ method: 'POST', path, json, asked, schema: shaSchema, isWrite: false })).sha;
  }

  async function makeCommit(json: { message: string; tree: string; parents: string[] }): Promise<string> {
    const asked = `write a commit of ${name}`;
    const path = at('/git/commits');
    return (await act({ method: 'POST', path, json, asked, schema: shaSchema, isWrite: false })).sha;
  }

  /** False when there is a branch of the name already. */
  async function makeBranch(branch: string, sha: string): Promise<boolean> {
    const json = { ref: `refs/heads/${branch}`, sha };
    const asked = `make a branch of ${name}`;
    try {
      await act({ method: 'POST', path: at('/git/refs'), json, asked, schema: refSchema });
      return true;
    } catch (error) {
      if (isRefused(error, 422) && /already exists/i.test(error.said)) return false;
      throw error;
    }
  }

  /** A merge commit keeps what was done apart; the others are taken where it is not allowed. */
  async function mergeMethod(): Promise<MergeMethod> {
    const allowed = await get({ path: at(''), asked: `read ${name}`, schema: repositorySchema });
    if (allowed.allow_merge_commit) return 'merge';
    return allowed.allow_squash_merge ? 'squash' : allowed.allow_rebase_merge ? 'rebase' : 'merge';
  }

  return {
    name,
    head,
    commitsOf,
    commit,
    file,
    filesIn,
    makeTree,
    makeCommit,
    makeBranch,
    mergeMethod,
  };
}

async function orNothing<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (isRefused(error, 404)) return undefined;
    throw error;
  }
}

/** A branch is named by objects in the cluster, and `..` would lead to other endpoints; git has none of the kind. */
function isNameInPath(name: string): boolean {
  return name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

/** Names of branches and files are put into paths: their slashes stay. */
function pathOf(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}
