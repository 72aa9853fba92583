import { type JsonObject, jsonObjects, stringAt } from '../../slack/json.ts';
import { ApiError, custom, invalid, notFound } from '../api-error.ts';
import type { FileEntry, TreeEntry } from '../git/objects.ts';
import type { RepositoryState } from '../repository.ts';
import type { Call, Reply, Route } from '../route.ts';

function getRef({ repository, parts }: Call): Reply {
  const [ref = ''] = parts;
  const sha = ref.startsWith('heads/') ? repository.branches.get(ref.slice('heads/'.length)) : undefined;
  if (sha === undefined) throw notFound();
  return { status: 200, body: refBody(`refs/${ref}`, sha) };
}

function createRef({ repository, body }: Call): Reply {
  repository.createBranch(body['ref'], body['sha']);
  return { status: 201, body: refBody(String(body['ref']), String(body['sha'])) };
}

function refBody(ref: string, sha: string): object {
  return { ref, node_id: `REF_${ref}`, object: { type: 'commit', sha } };
}

function getTree({ repository, parts, query }: Call): Reply {
  const { objects } = repository;
  const [sha = ''] = parts;
  const tree = objects.commit(sha)?.tree ?? sha;
  const entries = objects.tree(tree);
  if (entries === undefined) throw notFound();
  const list = query.has('recursive') ? deep(repository, entries, '') : entries;
  return { status: 200, body: { sha: tree, tree: list, truncated: false } };
}

function deep(repository: RepositoryState, entries: readonly TreeEntry[], prefix: string): TreeEntry[] {
  return entries.flatMap((entry) => {
    const own = { ...entry, path: `${prefix}${entry.path}` };
    if (entry.type === 'blob') return [own];
    return [own, ...deep(repository, repository.objects.tree(entry.sha) ?? [], `${own.path}/`)];
  });
}

function createTree({ repository, body }: Call): Reply {
  const { objects } = repository;
  const base = stringAt(body, 'base_tree');
  if (base !== undefined && objects.tree(base) === undefined)
    throw custom('Tree', 'base_tree is not a valid tree oid');
  if (!Array.isArray(body['tree']) || body['tree'].length === 0) throw custom('Tree', 'Invalid tree info');
  const files = new Map<string, FileEntry>(base === undefined ? [] : objects.filesOf(base));
  for (const change of jsonObjects(body['tree'])) apply(repository, files, change);
  return { status: 201, body: { sha: objects.writeFiles(files), truncated: false } };
}

function apply({ objects }: RepositoryState, files: Map<string, FileEntry>, change: JsonObject): void {
  const { path, mode, type, sha, content } = change;
  if (typeof path !== 'string' || path === '' || path.startsWith('/'))
    throw custom('Tree', 'tree.path is malformed');
  if (mode !== '100644' && mode !== '100755' && mode !== '120000')
    throw custom('Tree', 'Must supply a valid tree.mode');
  if (type !== 'blob') throw custom('Tree', 'Must supply a valid tree.type');
  if (sha === null) {
    if (!files.delete(path)) throw custom('Tree', `GitRPC::BadObjectState: ${path} is not in the tree`);
    return;
  }
  const blob = typeof content === 'string' ? objects.writeBlob(content) : sha;
  if (typeof blob !== 'string' || objects.blob(blob) === undefined) {
    throw custom('Tree', `tree.sha ${String(sha)} is not a valid blob`);
  }
  files.set(path, { mode, sha: blob });
}

function createCommit({ repository, body, caller }: Call): Reply {
  const { objects } = repository;
  const message = stringAt(body, 'message');
  const tree = stringAt(body, 'tree');
  const parents = body['parents'];
  if (message === undefined) throw invalid('Commit', 'message', 'missing_field');
  if (tree === undefined || objects.tree(tree) === undefined)
    throw new ApiError(422, 'Tree SHA does not exist');
  const list = Array.isArray(parents) ? parents.map(String) : [];
  const unknown = list.find((sha) => objects.commit(sha) === undefined);
  if (unknown !== undefined) throw new ApiError(422, 'Parent SHA does not exist or is not a commit object');
  const made = repository.commit({ message, tree, parents: list, author: caller.login });
  return { status: 201, body: { sha: made.sha, message, tree: { sha: tree } } };
}

function getContents({ repository, parts, query }: Call): Reply {
  const [path = ''] = parts;
  const commit = repository.resolve(query.get('ref') ?? repository.defaultBranch);
  const files = commit && repository.objects.filesOf(commit.tree);
  const file = files?.get(path);
  if (file === undefined) throw notFound();
  const bytes = repository.objects.blob(file.sha) ?? Buffer.alloc(0);
  const isLarge = bytes.length > 1024 * 1024;
  return {
    status: 200,
    body: {
      type: 'file',
      encoding: isLarge ? 'none' : 'base64',
      size: bytes.length,
      name: path.split('/').at(-1),
      path,
      sha: file.sha,
      // GitHub breaks the lines of it.
      content: isLarge ? '' : bytes.toString('base64').replace(/(.{60})/g, '$1\n'),
    },
  };
}

export const gitRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/git\/ref\/(.+)$/, needs: ['contents', 'read'], answer: getRef },
  { method: 'POST', path: /^\/git\/refs$/, needs: ['contents', 'write'], answer: createRef },
  { method: 'GET', path: /^\/git\/trees\/(\w+)$/, needs: ['contents', 'read'], answer: getTree },
  { method: 'POST', path: /^\/git\/trees$/, needs: ['contents', 'write'], answer: createTree },
  { method: 'POST', path: /^\/git\/commits$/, needs: ['contents', 'write'], answer: createCommit },
  { method: 'GET', path: /^\/contents\/(.+)$/, needs: ['contents', 'read'], answer: getContents },
];
