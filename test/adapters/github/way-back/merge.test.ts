import { describe, expect, it } from 'vitest';
import { createRevert } from '../../../../src/adapters/github/way-back/revert.ts';
import type { WayBackResult } from '../../../../src/ports.ts';
import { silentLog } from '../../kubernetes/listening.ts';
import { openGitHub } from '../opened.ts';
import { backFrom, deploymentFile, manifest, pushVersions, repositoryName, revert } from './clusters.ts';

async function set() {
  const { github, client, clock } = await openGitHub();
  const repository = pushVersions(github);
  const executor = createRevert({ client, apiUrl: github.apiUrl, clock, log: silentLog });
  const request = backFrom({ way: { ...revert, how: 'merge' } });
  return {
    github,
    repository,
    clock,
    ask(): Promise<WayBackResult> {
      clock.forward(120_000);
      return executor.carryOut(request);
    },
  };
}

describe('a revert that is to be merged', () => {
  it.each([
    ['merge', {}],
    ['squash', { allowMergeCommit: false }],
    ['rebase', { allowMergeCommit: false, allowSquashMerge: false }],
  ])('is merged by %s, where that is what is allowed', async (_method, settings) => {
    const { repository, ask } = await set();
    Object.assign(repository.settings, settings);

    expect(await ask()).toMatchObject({ kind: 'waiting', for: 'reconciler' });
    expect(repository.read(deploymentFile)).toBe(manifest('v42'));
  });

  it('is given ten minutes to be reconciled, and counts as applied then', async () => {
    const { clock, ask } = await set();
    await ask();
    const soon = await ask();
    clock.forward(10 * 60_000);

    expect(soon).toMatchObject({ kind: 'waiting', for: 'reconciler' });
    expect(await ask()).toEqual({ kind: 'applied' });
  });

  it('waits for whoever must agree, in their words, and is merged then', async () => {
    const { repository, ask } = await set();
    repository.settings.requiredApprovals = 1;

    const waits = await ask();
    repository.pulls.byNumber(1).approvals.add('linus');

    expect(waits).toMatchObject({
      kind: 'waiting',
      for: 'merge',
      said: 'GitHub says “At least 1 approving review is required by reviewers with write access.”',
    });
    expect(await ask()).toMatchObject({ for: 'reconciler' });
  });

  it('is not merged when somebody has added to it', async () => {
    const { repository, ask } = await set();
    repository.settings.requiredApprovals = 1;
    await ask();
    const { head } = repository.pulls.byNumber(1);
    repository.push({
      branch: head,
      message: 'and this',
      files: { 'apps/prod/search-api/x.yaml': 'a: 1\n' },
    });
    repository.settings.requiredApprovals = 0;

    expect(await ask()).toMatchObject({ for: 'merge', said: expect.stringContaining('somebody has added') });
    expect(repository.read(deploymentFile)).toBe(manifest('v43'));
  });

  it.each([
    ['another version', { [deploymentFile]: manifest('v41') }],
    ['another file, too', { [deploymentFile]: manifest('v42'), 'apps/prod/search-api/x.yaml': 'a: 1\n' }],
  ])('is not merged when somebody has put a commit in its place that brings %s', async (_, files) => {
    const { repository, ask } = await set();
    repository.settings.requiredApprovals = 1;
    await ask();
    const { head } = repository.pulls.byNumber(1);
    repository.branches.set(head, repository.branches.get('main') ?? '');
    repository.push({ branch: head, message: 'Amended', files });
    repository.settings.requiredApprovals = 0;

    expect(await ask()).toMatchObject({
      for: 'merge',
      said: expect.stringContaining('somebody has changed'),
    });
    expect(repository.read(deploymentFile)).toBe(manifest('v43'));
  });

  it('is not merged into another branch that somebody has pointed it at', async () => {
    const { repository, ask } = await set();
    repository.settings.requiredApprovals = 1;
    await ask();
    repository.branches.set('staging', repository.branches.get('main') ?? '');
    Object.assign(repository.pulls.byNumber(1), { base: 'staging' });

    expect(await ask()).toMatchObject({ for: 'merge', said: expect.stringContaining('another branch') });
    expect(repository.branches.get('staging')).toBe(repository.branches.get('main'));
  });

  it('says that it conflicts when a newer version has come', async () => {
    const { repository, ask } = await set();
    repository.settings.requiredApprovals = 1;
    await ask();
    repository.push({ message: 'v44', files: { [deploymentFile]: manifest('v44') } });

    expect(await ask()).toMatchObject({ for: 'merge', said: expect.stringContaining('conflicts') });
  });

  it('is left to others when the App may open and not merge', async () => {
    const { github, repository, ask } = await set();
    github.faults.next({
      match: ({ path }) => path.endsWith('/merge'),
      answer: { status: 403, body: { message: 'Resource not accessible by integration' } },
    });

    expect(await ask()).toMatchObject({
      for: 'merge',
      said: expect.stringContaining('I may not merge there'),
    });
    expect(repository.pulls.all).toHaveLength(1);
  });

  it('is not called forbidden once it is open, when something of the repository may not be read', async () => {
    const { github, repository, ask } = await set();
    github.faults.next({
      match: ({ method, path }) => method === 'GET' && path.endsWith(`/repos/${repositoryName}`),
      answer: { status: 403, body: { message: 'Resource not accessible by integration' } },
    });

    expect(await ask()).toMatchObject({
      kind: 'waiting',
      for: 'merge',
      said: expect.stringContaining('somebody else has to'),
    });
    expect(repository.pulls.all).toHaveLength(1);
  });

  it('is not asked about more often than it is worth', async () => {
    const { github, repository, clock, ask } = await set();
    repository.settings.requiredApprovals = 1;
    await ask();
    const before = github.requests.length;
    clock.forward(-119_000);

    expect(await ask()).toMatchObject({ for: 'merge' });
    expect(github.requests.length).toBe(before);
  });
});
