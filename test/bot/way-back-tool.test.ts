import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Order,
  type ReleaseToolOptions,
  type ReleaseToolStandIn,
  startReleaseTool,
} from '../../sandbox/release-tool/index.ts';
import type { World } from '../../sandbox/world.ts';
import type { Config } from '../../src/config/schema.ts';
import { patches } from './crashing.ts';
import { type Dialogue, people, startDialogue } from './dialogue.ts';

const secret = 'a-secret-of-the-tool';
const button = 'Ask ships for v41';

interface Told {
  readonly tool?: Partial<ReleaseToolOptions>;
  readonly configure?: (config: Config) => Config;
  /** What the tool deploys for an order. Default: what was ordered, at once. */
  readonly releases?: (order: Order, world: World) => Promise<void>;
}

/** v42 crashes after v41 was healthy, and releases are made by the payments team's own tool. */
async function startWithTool({ tool: options = {}, configure = asIs, releases = asOrdered }: Told = {}) {
  let world: Dialogue | undefined;
  const tool = await startReleaseTool({
    secret,
    release: (order) => releases(order, world ?? expect.fail('nothing runs yet')),
    ...options,
  });
  onTestFinished(() => tool.close());
  world = await startDialogue({
    configure: (config) => configure(withTool(config, tool)),
  });
  await world.deploy({ version: 'v42', behaviour: 'crashing' });
  const card = await world.card(`[ ${button} ]`);
  return { world, tool, card };
}

const asIs = (config: Config) => config;

async function asOrdered({ target }: Order, world: World): Promise<void> {
  await world.deploy({ version: target.label, behaviour: 'good' });
}

function withTool(config: Config, { url }: ReleaseToolStandIn): Config {
  const tool = { name: 'ships', url, secret, services: ['payments-*'], environments: ['*'], timeoutMs: 500 };
  return { ...config, rollback: { ...config.rollback, tools: [tool] } };
}

const impatient = (config: Config): Config => ({
  ...config,
  rollouts: { ...config.rollouts, deadlineMs: 2_000 },
});

describe("a team's own release tool", () => {
  it('is asked, and the card follows until the target is healthy', async () => {
    let release = () => {};
    const isApproved = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { world, tool, card } = await startWithTool({
      tool: { link: 'https://ships.acme.example/releases/7' },
      async releases(order, there) {
        await isApproved;
        await asOrdered(order, there);
      },
    });

    await world.rollBack(people.ada, card, button);
    const waiting = await world.card('is rolling back prod to v41', 'waits for the release tool');
    release();
    await world.card('olled back by @Ada', '3 of 3 pods on v41', 'by the release tool');

    expect(JSON.stringify(waiting.blocks)).toContain('https://ships.acme.example/releases/7');
    expect(tool.orders).toHaveLength(1);
    expect(tool.orders[0]).toMatchObject({
      service: 'payments-api',
      environment: 'prod',
      from: { label: 'v42' },
      target: { label: 'v41', images: [{ container: 'payments-api' }] },
      by: { slack: people.ada },
    });
    expect(patches(world)).toEqual([]);
  });

  it('is waited for across a restart, and asked under the same key', async () => {
    let release = () => {};
    const isApproved = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { world, tool, card } = await startWithTool({
      async releases(order, there) {
        await isApproved;
        await asOrdered(order, there);
      },
    });
    await world.rollBack(people.ada, card, button);
    await world.card('waits for the release tool');

    await world.stopBot();
    await world.startBot();
    await world.slack.waitFor(() => tool.statuses.length > 1, { what: 'the tool asked again' });
    release();
    await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(tool.orders).toHaveLength(1);
  });

  it('refuses in its own words, which are shown as they are', async () => {
    const { world, tool, card } = await startWithTool({
      tool: { refuses: () => '*Frozen* until Monday, says <!channel> <https://evil.example|Grace>' },
    });

    await world.rollBack(people.ada, card, button);
    const refused = await world.card('ships refused: *Frozen* until Monday, says <!channel>');

    expect(JSON.stringify(refused.blocks)).not.toContain('"broadcast"');
    expect(refused.text).not.toContain('<!channel>');
    expect(tool.orders).toEqual([]);
    expect(patches(world)).toEqual([]);
  });

  it('is not trusted with secrets in its words', async () => {
    const { world, card } = await startWithTool({
      tool: { refuses: () => 'cannot reach https://deploy:hunter2hunter2@ships.example/' },
    });

    await world.rollBack(people.ada, card, button);
    const refused = await world.card('ships refused: cannot reach');

    expect(JSON.stringify(refused)).not.toContain('hunter2hunter2');
  });

  it('is tried again when it is down, and acts once', async () => {
    const { world, tool, card } = await startWithTool();
    tool.fail({ kind: 'drop' }, { kind: 'lose-answer' });

    await world.rollBack(people.ada, card, button);
    await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(tool.statuses.slice(0, 2)).toEqual([0, 0]);
    expect(tool.orders).toHaveLength(1);
  });

  it('is said to be silent when it stays down, and may be asked again', async () => {
    const { world, tool, card } = await startWithTool();
    const down = { kind: 'answer', status: 503 } as const;
    tool.fail(down, down, down);

    await world.rollBack(people.ada, card, button);
    const failed = await world.card('I have no answer from the release tool ships.', `[ ${button} ]`);
    await world.rollBack(people.ada, failed, button);
    await world.card('olled back by @Ada', '3 of 3 pods on v41');

    expect(tool.orders).toHaveLength(1);
  });

  it('does not know our secret: that is said, with what to compare', async () => {
    const { world, tool, card } = await startWithTool({ tool: { secret: 'quite-another-secret' } });

    await world.rollBack(people.ada, card, button);

    const told =
      'I may not release payments-api in prod through ships (HTTP 401: the signature does not match).';
    expect(await world.card(told, 'Nothing was changed.', 'rollback.tools')).toBeDefined();
    expect(tool.orders).toEqual([]);
  });

  it('says that it is done, and nothing comes: that is said in time', async () => {
    const { world, card } = await startWithTool({ configure: impatient, releases: async () => undefined });

    await world.rollBack(people.ada, card, button);

    const told = 'What the release tool was asked for has not come in 2 s. Look there: it may still come.';
    expect(await world.card(told)).toBeDefined();
  });

  it('releases another version than it was asked for: that is said', async () => {
    const { world, card } = await startWithTool({
      releases: (_order, there) => there.deploy({ version: 'v40', behaviour: 'good' }),
    });

    await world.rollBack(people.ada, card, button);

    expect(await world.card('v40 was rolled out before v41 was healthy.')).toBeDefined();
  });

  it('is not asked for services that it does not release', async () => {
    const { world } = await startWithTool();
    const sees = (text: string) =>
      world.slack.waitFor(
        () =>
          world.slack
            .messages('#team-search')
            .find((each) => world.slack.describeMessage(each).includes(text)),
        { what: text, timeoutMs: 10_000 },
      );
    await world.deploy({ name: 'search-api', version: 'v7', behaviour: 'good' });
    await sees('v7 is live in prod');

    await world.deploy({ name: 'search-api', version: 'v8', behaviour: 'crashing' });
    const card = await sees('[ Roll back to v7 ]');

    expect(world.slack.describeMessage(card)).not.toContain('Ask ships');
  });
});
