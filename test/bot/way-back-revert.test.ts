import { describe, expect, it } from 'vitest';
import { until } from '../until.ts';
import { people } from './dialogue.ts';
import { file, manifest, mergeButton, openButton, startReverting } from './reverting.ts';

const isPatch = ({ method }: { method: string }) => method === 'PATCH';

describe('a version that came from git', () => {
  it('goes back by a pull request, and the card follows it until v41 is healthy', async () => {
    const { world, repository, card, pull } = await startReverting();

    await world.rollBack(people.ada, card, openButton);
    const { number, title, body, head } = await pull();
    const waiting = await world.card('waits for the merge of the revert');
    const proposed = repository.read(file, head);
    const untouched = repository.read(file);
    repository.pulls.merge(repository.pulls.byNumber(number), {}, 'linus');
    const done = await world.card('olled back by @Ada', '3 of 3 pods on v41', 'by a revert pull request');

    expect(title).toBe('Roll back payments-api in prod from v42 to v41');
    expect(body).toContain('Asked for in Slack by `Ada`');
    expect(body).toContain('- `payments-api exits with code 1, an error of its own.`');
    expect(body).toMatch(/\[The card in Slack\]\(https:\S+\/archives\/\w+\/p\d+\)/);
    expect(proposed).toBe(manifest('v41'));
    expect(untouched).toBe(manifest('v42'));
    expect(JSON.stringify(waiting.blocks)).toContain('/acme/clusters/pull/1');
    expect(JSON.stringify(done.blocks)).toContain('/acme/clusters/pull/1');
    expect(done.ts).toBe(card.ts);
    expect(world.kubernetes.requests.filter(isPatch)).toEqual([]);
  });

  it('says in the commit what goes back, and by whom', async () => {
    const { world, repository, card, pull } = await startReverting();
    const bad = repository.branches.get('main');

    await world.rollBack(people.ada, card, openButton);
    const commit = repository.resolve((await pull()).head);

    expect(commit?.message).toBe(
      [
        'Roll back payments-api in prod from v42 to v41',
        '',
        `This reverts commit ${bad}.`,
        '',
        'Service: payments-api',
        'Environment: prod',
        'Rolled-back-from: v42',
        'Rolled-back-to: v41',
        'Requested-by: Ada',
      ].join('\n'),
    );
    expect(commit?.parents).toEqual([bad]);
  });

  it('is merged at once where that is allowed, by an App', async () => {
    const { world, github, repository, card } = await startReverting({ merge: 'auto', asApp: true });

    await world.rollBack(people.ada, card, mergeButton);
    const done = await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(done.ts).toBe(card.ts);
    expect(repository.read(file)).toBe(manifest('v41'));
    expect(repository.pulls.all).toMatchObject([{ mergedBy: 'shipmate[bot]' }]);
    expect(github.issuedTokens()).toBe(1);
  });

  it('waits where somebody must agree, and says so', async () => {
    const { world, repository, card, pull } = await startReverting({
      merge: 'auto',
      prepare: (github) => {
        github.repository('acme/clusters').settings.requiredApprovals = 1;
      },
    });

    await world.rollBack(people.ada, card, mergeButton);
    await pull();
    await world.card('waits for the merge of the revert', 'At least 1 approving review is required');
    repository.pulls.approve(1, 'linus');
    const done = await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(done.ts).toBe(card.ts);
  }, 30_000);

  it('is left to auto-merge where the repository has it', async () => {
    const { world, repository, card, pull } = await startReverting({
      merge: 'auto',
      prepare: (github) => {
        Object.assign(github.repository('acme/clusters').settings, {
          requiredApprovals: 1,
          allowAutoMerge: true,
        });
      },
    });

    await world.rollBack(people.ada, card, mergeButton);
    await pull();
    await world.card('waits for the merge of the revert', 'GitHub merges it as soon as its rules are met');
    repository.pulls.approve(1, 'linus');

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toBeDefined();
    expect(repository.pulls.all).toMatchObject([{ mergedBy: 'github' }]);
  }, 30_000);
});

describe('what comes in between', () => {
  it('a pull request that somebody closes: said, with where, and v42 stays', async () => {
    const { world, repository, card, pull } = await startReverting();

    await world.rollBack(people.ada, card, openButton);
    await pull();
    await world.card('waits for the merge of the revert');
    repository.pulls.close(1);
    const closed = await world.card('closed without a merge');

    expect(world.slack.describeMessage(closed)).toContain('/acme/clusters/pull/1');
    expect(repository.read(file)).toBe(manifest('v42'));
  }, 30_000);

  it('another change of the same file: nothing is opened, and it says what would be lost', async () => {
    const { world, repository, card } = await startReverting();
    repository.push({ message: 'More *replicas* for <@U0MEI>', files: { [file]: manifest('v42', 5) } });

    await world.rollBack(people.ada, card, openButton);
    const refused = await world.card('I cannot tell what to revert in acme/clusters');

    const text = world.slack.describeMessage(refused);
    expect(text).toContain('was changed again after');
    expect(text).toContain('Nothing was changed');
    expect(repository.pulls.all).toEqual([]);
    expect([...repository.branches.keys()]).toEqual(['main']);
  });

  it('a newer version while it waits: the rollback ends, and Shipmate merges nothing any more', async () => {
    const { world, repository, card, pull } = await startReverting({
      merge: 'auto',
      prepare: (github) => {
        github.repository('acme/clusters').settings.requiredApprovals = 1;
      },
    });
    await world.rollBack(people.ada, card, mergeButton);
    await pull();
    await world.card('waits for the merge of the revert', 'At least 1 approving review');

    repository.push({ message: 'payments-api v43', files: { [file]: manifest('v43') } });
    await world.card('v43 is live in prod');
    const ended = await world.card('v43 was rolled out before v41 was healthy');

    expect(ended.ts).toBe(card.ts);
    expect(repository.pulls.all).toMatchObject([
      { state: 'open', mergedBy: undefined, autoMerge: undefined },
    ]);
    expect(repository.read(file)).toBe(manifest('v43'));
  }, 30_000);

  it('a restart of Shipmate while it waits', async () => {
    const { world, repository, card, pull } = await startReverting();
    await world.rollBack(people.ada, card, openButton);
    await pull();
    await world.card('waits for the merge of the revert');

    await world.stopBot();
    repository.pulls.merge(repository.pulls.byNumber(1), {}, 'linus');
    await world.startBot();
    const done = await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(done.ts).toBe(card.ts);
    expect(repository.pulls.all).toHaveLength(1);
  });
});

describe('a GitHub that does not do as it should', () => {
  it.each([
    ['opens it and answers 500', { answer: { status: 500, body: { message: 'Oops' } }, isCarriedOut: true }],
    ['opens it and never answers', { answer: 'lost', isCarriedOut: true }],
    ['is away for a moment', { answer: { status: 502, body: {} }, isCarriedOut: false }],
    [
      'asks to slow down',
      { answer: { status: 429, body: {}, headers: { 'retry-after': '1' } }, isCarriedOut: false },
    ],
  ] as const)('%s: there is one pull request', async (_what, fault) => {
    const { world, github, repository, card } = await startReverting();
    const isOpening = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path.endsWith('/pulls');
    github.faults.next({ ...fault, match: isOpening });

    await world.rollBack(people.ada, card, openButton);
    await world.card('waits for the merge of the revert');

    expect(repository.pulls.all).toHaveLength(1);
    expect([...repository.branches.keys()]).toHaveLength(2);
  });

  it('is away while the merge is waited for: the wait goes on', async () => {
    const { world, github, repository, card, pull } = await startReverting();
    await world.rollBack(people.ada, card, openButton);
    await pull();
    await world.card('waits for the merge of the revert');
    const asked = github.requests.length;
    github.faults.next({ answer: { status: 503, body: {} }, times: 1 });

    await until(() => github.requests.slice(asked).some(({ status }) => status === 503), 15_000);
    repository.pulls.close(1);

    expect(await world.card('closed without a merge')).toBeDefined();
  }, 40_000);

  it('lets it not open one: the card names the rights, and nothing is left behind', async () => {
    const { world, github, repository, card } = await startReverting();
    github.permissions['contents'] = 'read';

    await world.rollBack(people.ada, card, openButton);

    expect(await world.card('Contents: write and Pull requests: write on acme/clusters')).toMatchObject({
      ts: card.ts,
    });
    expect(repository.pulls.all).toEqual([]);
    expect([...repository.branches.keys()]).toEqual(['main']);
  });

  it('does not know the repository: the card names the rights', async () => {
    const { world, github, card } = await startReverting();
    github.faults.next({ answer: { status: 404, body: { message: 'Not Found' } }, times: 50 });

    await world.rollBack(people.ada, card, openButton);

    expect(await world.card('Contents: write and Pull requests: write on acme/clusters')).toBeDefined();
  });
});

describe('one pull request', () => {
  it('whoever presses twice', async () => {
    const { world, repository, card, pull } = await startReverting();

    await world.rollBack(people.ada, card, openButton);
    await pull();
    await world.press(people.linus, card, openButton);

    expect(await world.told(people.linus, 'Ada')).toBeDefined();
    expect(repository.pulls.all).toHaveLength(1);
  });
});
