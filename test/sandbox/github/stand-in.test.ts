import { describe, expect, it } from 'vitest';
import { openStandIn } from './ask.ts';

const repository = '/repos/acme/clusters';

async function withHistory() {
  const { github, ask } = await openStandIn();
  const state = github.repository('acme/clusters');
  state.push({ message: 'one', files: { 'a/x.txt': '1\n', 'b/y.txt': '1\n' } });
  const head = state.push({ message: 'two', files: { 'a/x.txt': '2\n' } });
  return { github, ask, state, head };
}

describe('who may ask', () => {
  it.each([
    ['nobody', { authorization: undefined }, 401],
    ['a stranger', { authorization: 'Bearer wrong' }, 401],
    ['who has made a token for themselves', { authorization: 'Bearer a.b.c' }, 401],
  ])('not %s', async (_who, headers, status) => {
    const { ask } = await withHistory();

    expect(await ask('GET', repository, undefined, headers)).toMatchObject({ status });
  });

  it('only with the permission that it takes', async () => {
    const { github, ask, head } = await withHistory();
    github.permissions['contents'] = 'read';
    delete github.permissions['pull_requests'];

    const branch = await ask('POST', `${repository}/git/refs`, { ref: 'refs/heads/x', sha: head });
    const pulls = await ask('GET', `${repository}/pulls`);

    expect(branch).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('not accessible') },
    });
    expect(pulls).toMatchObject({ status: 404 });
  });

  it('until the limit is used up; what is known costs nothing', async () => {
    const { github, ask } = await withHistory();
    const first = await ask('GET', repository);
    github.limits.remaining = 1;
    const known = { 'if-none-match': first.headers.get('etag') ?? '' };

    const again = await ask('GET', repository, undefined, known);
    const last = await ask('GET', repository);
    const over = await ask('GET', repository);

    expect([again.status, last.status, over.status]).toEqual([304, 200, 403]);
    expect(over.headers.get('x-ratelimit-remaining')).toBe('0');
  });
});

describe('branches and objects', () => {
  it.each([
    [
      'a name that is there',
      (head: string) => ({ ref: 'refs/heads/main', sha: head }),
      'Reference already exists',
    ],
    ['a commit that is not', () => ({ ref: 'refs/heads/x', sha: 'f'.repeat(40) }), 'Object does not exist'],
    ['no name', (head: string) => ({ sha: head }), 'not a valid ref name'],
    [
      'a name that git does not take',
      (head: string) => ({ ref: 'refs/heads/a..b', sha: head }),
      'not a valid ref',
    ],
    ['a name outside of branches', (head: string) => ({ ref: 'main', sha: head }), 'not a valid ref name'],
  ])('are not made of %s', async (_what, body, words) => {
    const { ask, head } = await withHistory();

    const answer = await ask('POST', `${repository}/git/refs`, body(head));

    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(words);
  });

  it.each([
    ['no files', { tree: [] }],
    [
      'a blob that is not there',
      { tree: [{ path: 'x', mode: '100644', type: 'blob', sha: 'f'.repeat(40) }] },
    ],
    ['another mode', { tree: [{ path: 'x', mode: '777', type: 'blob', content: '' }] }],
    ['a base that is no tree', { base_tree: 'f'.repeat(40), tree: [{ path: 'x' }] }],
    [
      'a file that is not there to be removed',
      { tree: [{ path: 'x', mode: '100644', type: 'blob', sha: null }] },
    ],
  ])('trees are not made of %s', async (_what, body) => {
    const { ask } = await withHistory();

    expect(await ask('POST', `${repository}/git/trees`, body)).toMatchObject({ status: 422 });
  });

  it('a history of a folder leaves out what did not touch it', async () => {
    const { ask } = await withHistory();
    const messages = async (path: string) => {
      const { body } = await ask('GET', `${repository}/commits?path=${path}`);
      return (body as { commit: { message: string } }[]).map(({ commit }) => commit.message);
    };

    expect(await messages('a')).toEqual(['two', 'one']);
    expect(await messages('b')).toEqual(['one']);
    expect(await messages('c')).toEqual([]);
  });

  it('a commit shows what it changed, line by line', async () => {
    const { ask, head } = await withHistory();

    expect(await ask('GET', `${repository}/commits/${head}`)).toMatchObject({
      body: { files: [{ filename: 'a/x.txt', status: 'modified', patch: '@@ -1,1 +1,1 @@\n-1\n+2' }] },
    });
  });

  it('names blobs as git does', async () => {
    const { state } = await withHistory();

    // echo 1 | git hash-object --stdin
    expect(state.objects.writeBlob('1\n')).toBe('d00491fd7e5bb6fa28c517a0bb32b8b506539d4d');
  });
});

describe('pull requests', () => {
  async function withPull() {
    const opened = await withHistory();
    opened.state.push({ branch: 'fix', message: 'three', files: { 'a/x.txt': '3\n' } });
    const body = { title: 'Fix', head: 'fix', base: 'main' };
    const open = (change: object = {}) => opened.ask('POST', `${repository}/pulls`, { ...body, ...change });
    const merge = (json: object = {}) => opened.ask('PUT', `${repository}/pulls/1/merge`, json);
    return { ...opened, open, merge };
  }

  it.each([
    ['without a title', { title: undefined }],
    ['of a branch that is not there', { head: 'nowhere' }],
    ['into a branch that is not there', { base: 'nowhere' }],
    ['of nothing new', { head: 'main' }],
  ])('are not opened %s', async (_what, change) => {
    const { open } = await withPull();

    expect(await open(change)).toMatchObject({ status: 422, body: { message: 'Validation Failed' } });
  });

  it('are opened once for a branch', async () => {
    const { open } = await withPull();
    await open();

    const second = await open();

    expect(second.status).toBe(422);
    expect(JSON.stringify(second.body)).toContain('A pull request already exists for acme:fix.');
  });

  it('are merged, and the branch says it', async () => {
    const { open, merge, state } = await withPull();
    await open();

    expect(await merge()).toMatchObject({ status: 200, body: { merged: true } });
    expect(state.read('a/x.txt')).toBe('3\n');
    expect(await merge()).toMatchObject({ status: 405 });
  });

  it('are not merged when their branch has moved', async () => {
    const { open, merge, state, head } = await withPull();
    await open();

    expect(await merge({ sha: head })).toMatchObject({ status: 409 });
    expect(state.read('a/x.txt')).toBe('2\n');
  });

  it('are not merged when both sides changed the same file', async () => {
    const { open, merge, state } = await withPull();
    await open();
    state.push({ message: 'four', files: { 'a/x.txt': '4\n' } });

    expect(await merge()).toMatchObject({ status: 405, body: { message: 'Pull Request is not mergeable' } });
  });

  it('are not merged by a method that is not allowed', async () => {
    const { open, merge, state } = await withPull();
    await open();
    state.settings.allowMergeCommit = false;

    expect(await merge()).toMatchObject({ status: 405 });
    expect(await merge({ merge_method: 'squash' })).toMatchObject({ status: 200 });
  });

  it('wait for whoever must agree, and are merged then if somebody has asked for it', async () => {
    const { open, merge, state, ask } = await withPull();
    state.settings.requiredApprovals = 1;
    await open();
    const pull = state.pulls.byNumber(1);
    const variables = { id: pull.nodeId, method: 'MERGE', sha: state.pulls.headOf(pull) };
    const query = 'mutation { enablePullRequestAutoMerge(input: {}) { clientMutationId } }';
    const later = () => ask('POST', '/graphql', { query, variables });

    const refused = await merge();
    const notAllowed = await later();
    state.settings.allowAutoMerge = true;
    const allowed = await later();
    state.pulls.approve(1, 'linus');

    expect(refused).toMatchObject({
      status: 405,
      body: { message: expect.stringContaining('approving review') },
    });
    expect(notAllowed).toMatchObject({
      status: 200,
      body: { errors: [{ message: expect.stringContaining('not allowed') }] },
    });
    expect(allowed.body).not.toHaveProperty('errors');
    expect(pull).toMatchObject({ state: 'closed', mergedBy: 'github' });
  });
});
