import { describe, expect, it } from 'vitest';
import { createRevert } from '../../../../src/adapters/github/way-back/revert.ts';
import { createFencedExecutor } from '../../../../src/app/fenced-executor.ts';
import { silentLog } from '../../kubernetes/listening.ts';
import { openGitHub } from '../opened.ts';
import { backFrom, deploymentFile, manifest, pushVersions, revert } from './clusters.ts';

const writes = ['/git/trees', '/git/commits', '/git/refs', '/pulls', '/pulls/1/merge'] as const;

async function set() {
  const { github, client, clock } = await openGitHub();
  const repository = pushVersions(github);
  const request = backFrom({ way: { ...revert, how: 'merge' } });
  /** Another process knows nothing of the one before. */
  const attempt = () =>
    createRevert({ client, apiUrl: github.apiUrl, clock, log: silentLog }).carryOut(request);
  return { github, client, clock, repository, request, attempt };
}

describe('a revert that is interrupted', () => {
  it.each(
    writes.flatMap((path) => [
      [path, 'carried out and not answered', true] as const,
      [path, 'not carried out', false] as const,
    ]),
  )('at %s, %s: another process brings it to its end, once', async (path, _how, isCarriedOut) => {
    const { github, repository, attempt } = await set();
    github.faults.next({
      match: (each) => each.method !== 'GET' && each.path.endsWith(path),
      answer: 'lost',
      isCarriedOut,
    });

    const first = await attempt().catch((error: unknown) => error);
    const second = await attempt();

    expect(first).toMatchObject({ name: 'TransientError' });
    expect(second).toMatchObject({ kind: 'waiting', for: 'reconciler' });
    expect(repository.pulls.all).toHaveLength(1);
    expect([...repository.branches.keys()]).toHaveLength(2);
    expect(repository.read(deploymentFile)).toBe(manifest('v42'));
  });

  it('by another that does the same at the same time: there is one of each', async () => {
    const { repository, attempt } = await set();

    const results = await Promise.allSettled([attempt(), attempt(), attempt()]);
    await attempt();

    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(repository.pulls.all).toHaveLength(1);
    expect([...repository.branches.keys()]).toHaveLength(2);
    expect(repository.read(deploymentFile)).toBe(manifest('v42'));
  });

  it.each([
    [1, { kind: 'waiting', for: 'reconciler' }],
    [2, { name: 'TransientError', outcome: 'unknown' }],
  ])('by a list that does not show yet what was opened, %i times', async (times, expected) => {
    const { github, repository, attempt } = await set();
    repository.settings.requiredApprovals = 1;
    await attempt();
    repository.settings.requiredApprovals = 0;
    const isList = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && path.includes('/pulls?');
    github.faults.next({ match: isList, answer: { status: 200, body: [] }, times });

    const result: unknown = await attempt().catch((error: unknown) => error);

    expect(result).toMatchObject(expected);
    expect(repository.pulls.all).toHaveLength(1);
  });

  it.each(['/git/trees', '/git/commits', '/git/refs'])(
    'by another that leads by then, when it was slow at %s: nothing is made anew of what was merged and tidied away',
    async (path) => {
      const { github, client, clock, repository, request, attempt } = await set();
      const held = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      let isLeading = true;
      const slow: typeof client = {
        ...client,
        async act(act) {
          const answer = await client.act(act);
          if (act.path.endsWith(path)) {
            reached.resolve();
            await held.promise;
          }
          return answer;
        },
      };
      const former = createFencedExecutor(
        createRevert({ client: slow, apiUrl: github.apiUrl, clock, log: silentLog }),
        () => isLeading,
      );
      const late = former.carryOut(request).catch((error: unknown) => error);
      await reached.promise;

      isLeading = false;
      await attempt();
      // As a repository does that deletes head branches by itself.
      for (const name of repository.branches.keys()) if (name !== 'main') repository.branches.delete(name);
      held.resolve();

      expect(await late).toMatchObject({ code: 'not_leading', outcome: 'not-done' });
      expect(repository.pulls.all).toHaveLength(1);
      expect([...repository.branches.keys()]).toEqual(['main']);
      expect(repository.read(deploymentFile)).toBe(manifest('v42'));
    },
  );

  it('too long ago is not begun any more, and seen through if it was', async () => {
    const { github, client, clock } = await openGitHub();
    const repository = pushVersions(github);
    const attempt = (takesUpOnly: boolean) =>
      createRevert({ client, apiUrl: github.apiUrl, clock, log: silentLog }).carryOut(
        backFrom({ takesUpOnly }),
      );

    const early = await attempt(true);
    const openedBefore = repository.pulls.all.length;
    await attempt(false);
    const late = await attempt(true);

    expect(early).toEqual({ kind: 'refused', because: 'not-begun' });
    expect(openedBefore).toBe(0);
    expect(late).toMatchObject({ kind: 'waiting', for: 'merge' });
    expect(repository.pulls.all).toHaveLength(1);
  });

  it('by a limit: it says when to ask again', async () => {
    const { github, attempt } = await set();
    github.limits.remaining = 0;

    expect(await attempt().catch((error: unknown) => error)).toMatchObject({
      name: 'TransientError',
      code: 'github-rate-limited',
      outcome: 'not-done',
    });
  });
});
