import { describe, expect, it, onTestFinished } from 'vitest';
import { type Decision, type GitHubStandIn, startGitHubStandIn } from '../../sandbox/github/index.ts';
import type { Config } from '../../src/config/schema.ts';
import { until } from '../until.ts';
import { type Dialogue, paymentsChannel, people, startDialogue } from './dialogue.ts';
import { openButton, startReverting } from './reverting.ts';

const secret = 'a webhook secret of the App';
const repository = 'acme/payments-api';

interface Protected {
  readonly world: Dialogue;
  readonly github: GitHubStandIn;
  /** A workflow wants to deploy. */
  ask(
    request?: Partial<Parameters<GitHubStandIn['requestDeployment']>[0]>,
  ): ReturnType<GitHubStandIn['requestDeployment']>;
  /** What the App says to it. */
  decided(runId: number): Promise<Decision>;
}

async function startProtected(
  protects: NonNullable<Config['rollback']['github']>['protects'] = [],
  webhookSecrets: readonly string[] = [secret],
): Promise<Protected> {
  const github = await startGitHubStandIn();
  onTestFinished(() => github.close());
  github.repository(repository);
  github.repository('acme/monolith');
  const settings = {
    apiUrl: github.apiUrl,
    app: github.app,
    repositories: [],
    webhookSecrets: [...webhookSecrets],
    protects,
  };
  const world = await startDialogue({
    configure: (config) => ({ ...config, rollback: { ...config.rollback, github: settings } }),
  });
  return {
    world,
    github,
    ask: (request = {}) =>
      github.requestDeployment({
        botUrl: world.bot.url,
        secret,
        repository,
        environment: 'prod',
        ...request,
      }),
    async decided(runId) {
      await until(() => github.decision(runId) !== undefined);
      return github.decision(runId) ?? expect.fail();
    },
  };
}

async function type(world: Dialogue, text: string, answer: string): Promise<void> {
  await world.slack.as(people.ada).command('/shipmate', text, paymentsChannel);
  await world.told(people.ada, answer);
}

describe('a deployment that waits at GitHub', () => {
  it('goes ahead while nothing is locked', async () => {
    const { ask, decided } = await startProtected();

    const { status, runId } = await ask();

    expect(status).toBe(202);
    expect(await decided(runId)).toEqual({
      environment: 'prod',
      state: 'approved',
      comment: '`payments-api` in `prod` is not locked.',
    });
  });

  it('is held by a lock, and says who, why, until when and what to do', async () => {
    const { world, ask, decided } = await startProtected();
    await type(world, 'lock payments-api in prod 2h until @channel is <fixed> `now`', 'is locked until');

    const { runId } = await ask();
    const { state, comment } = await decided(runId);

    expect(state).toBe('rejected');
    expect(comment).toMatch(
      /`payments-api` in `prod` is locked until \d{4}-\d\d-\d\d \d\d:\d\d UTC by `Ada`: /,
    );
    expect(comment).toContain("`until @channel is <fixed> 'now'`");
    expect(comment).toContain('`/shipmate unlock payments-api in prod`');
    expect(comment).toContain('re-run the failed jobs');
  });

  it('is held after a rollback, and the end of the lock lets nothing go on by itself', async () => {
    const { world, github, ask, decided } = await startProtected();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.rollBack(people.ada, await world.card('[ Roll back to v41 ]'), 'Roll back to v41');
    await world.card('olled back by @Ada', '[ Unlock ]');

    const held = await ask();
    const { state, comment } = await decided(held.runId);
    await type(world, 'unlock payments-api in prod', 'is unlocked');
    const rerun = await ask();

    expect(state).toBe('rejected');
    expect(comment).toContain('rolled back from `v42` to `v41`');
    expect(await decided(rerun.runId)).toMatchObject({ state: 'approved' });
    expect(github.decision(held.runId)).toMatchObject({ state: 'rejected' });
  });

  it('is of the service and environment that the configuration says', async () => {
    const rule = {
      repository: 'Acme/Monolith',
      service: 'payments-api',
      environments: { production: 'prod' },
    };
    const { world, ask, decided } = await startProtected([rule]);
    await type(world, 'lock payments-api in prod', 'is locked until');

    const { runId } = await ask({ repository: 'acme/monolith', environment: 'production' });

    expect(await decided(runId)).toMatchObject({ environment: 'production', state: 'rejected' });
  });

  it('in an environment that nobody knows is held, and says what to configure', async () => {
    const { ask, decided } = await startProtected();

    const { runId } = await ask({ environment: 'constructor' });
    const { state, comment } = await decided(runId);

    expect(state).toBe('rejected');
    expect(comment).toContain('I know no environment `constructor`');
    expect(comment).toContain('Known: `prod`, `dev`');
  });

  it('of a service that nobody knows goes ahead, and says so', async () => {
    const { ask, decided } = await startProtected();

    const { runId } = await ask({ repository: 'acme/monolith' });

    expect(await decided(runId)).toMatchObject({
      state: 'approved',
      comment: expect.stringContaining('I know no service of that name yet'),
    });
  });
});

describe('the webhook', () => {
  it('refuses what is not signed with one of the secrets', async () => {
    const { github, ask } = await startProtected([], ['a newer secret of the App', secret]);

    const forged = await ask({ secret: 'somebody else has another secret' });
    const older = await ask();

    expect(forged.status).toBe(401);
    expect(github.decision(forged.runId)).toBeUndefined();
    expect(older.status).toBe(202);
  });

  it('is answered once, however often it is delivered', async () => {
    const { github, ask, decided } = await startProtected();
    const isAnswer = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path.endsWith('/deployment_protection_rule');

    const { runId, delivery } = await ask();
    await decided(runId);
    const again = await ask({ delivery, runId });
    const other = await ask();
    await decided(other.runId);

    expect(again.status).toBe(202);
    expect(github.requests.filter(isAnswer)).toHaveLength(2);
  });

  it('calls no address but that of the API', async () => {
    const { world, github, ask } = await startProtected();
    const evil = await startGitHubStandIn();
    onTestFinished(() => evil.close());
    const callback = (origin: string, rest: string) => ({
      override: { deployment_callback_url: `${origin}/repos/${repository}/${rest}` },
    });

    await ask(callback(evil.apiUrl, 'actions/runs/1/deployment_protection_rule'));
    await ask(callback(github.apiUrl, 'actions/runs/1/../../../git/refs'));
    await until(
      () => world.logged.filter(({ message }) => message.includes('not of the GitHub API')).length === 2,
    );

    expect(evil.requests).toEqual([]);
    expect(github.requests.filter(({ method, path }) => method === 'POST' && path.includes('git'))).toEqual(
      [],
    );
  });

  it.each([
    ['no environment', { environment: undefined }],
    ['no repository', { repository: 'acme/payments-api' }],
    ['another action', { action: 'completed' }],
    ['an address that is none', { deployment_callback_url: 'javascript:alert(1)' }],
  ])('refuses what it cannot read: %s', async (_what, override) => {
    const { ask } = await startProtected();

    expect(await ask({ override })).toMatchObject({ status: 400 });
  });

  it('is tried again while GitHub does not hear', async () => {
    const { github, ask, decided } = await startProtected();
    github.faults.next({
      match: ({ path }) => path.endsWith('/deployment_protection_rule'),
      answer: { status: 502 },
    });

    const { runId } = await ask();

    expect(await decided(runId)).toMatchObject({ state: 'approved' });
  });

  it('is over when GitHub has heard, though its answer was lost', async () => {
    const { world, github, ask, decided } = await startProtected();
    const isAnswer = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path.endsWith('/deployment_protection_rule');
    github.faults.next({ match: isAnswer, answer: 'lost', isCarriedOut: true });

    const { runId } = await ask();
    await decided(runId);
    await until(() => github.requests.filter(isAnswer).some(({ status }) => status === 422));
    const other = await ask();
    await decided(other.runId);

    expect(github.requests.filter(isAnswer)).toHaveLength(3);
    expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is not there without a secret', async () => {
    const { ask } = await startProtected([], []);

    expect(await ask()).toMatchObject({ status: 404 });
  });

  it('goes on after a restart with what it had taken', async () => {
    const { world, github, ask, decided } = await startProtected();
    github.faults.next({
      match: ({ path }) => path.endsWith('/deployment_protection_rule'),
      answer: { status: 502 },
      times: 3,
    });

    const { runId } = await ask();
    await world.stopBot();
    github.faults.clear();
    await world.startBot();

    expect(await decided(runId)).toMatchObject({ state: 'approved' });
  });
});

describe('a revert that a workflow applies', () => {
  it('is let through by the lock of its own rollback, and nothing else is', async () => {
    const {
      world,
      github,
      repository: state,
      card,
      pull,
    } = await startReverting({
      asApp: true,
      repository,
      secrets: [secret],
    });
    const ask = (commit: string | undefined) =>
      github.requestDeployment({
        botUrl: world.bot.url,
        secret,
        repository,
        environment: 'prod',
        ...(commit === undefined ? {} : { commit }),
      });
    const decided = async (runId: number) => {
      await until(() => github.decision(runId) !== undefined);
      return github.decision(runId);
    };
    await world.rollBack(people.ada, card, openButton);
    await pull();
    await world.card('waits for the merge of the revert');
    const bad = state.branches.get('main');
    const other = await ask(bad);

    const held = await decided(other.runId);
    // A workflow would apply it once it is let: here nothing does.
    const merged = state.pulls.merge(state.pulls.byNumber(1), {}, 'linus');
    const own = await ask(merged);

    expect(held).toMatchObject({ state: 'rejected', comment: expect.stringContaining('rolled back from') });
    expect(await decided(own.runId)).toMatchObject({
      state: 'approved',
      comment: expect.stringContaining('This brings `v41` back'),
    });
  });
});
