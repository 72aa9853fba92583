import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../sandbox/kubernetes/behaviour.ts';
import { untilAvailable } from '../../sandbox/world.ts';
import { type Dialogue, type DialogueOptions, paymentsChannel, people, startDialogue } from './dialogue.ts';

const serviceNames = (count: number) =>
  Array.from({ length: count }, (_, index) => `service-${String(index).padStart(2, '0')}`);
const labels = (name: string) => ({ 'app.kubernetes.io/name': name, 'shipmate.dev/team': 'payments' });
const minute = 60_000;
/** Slack takes one message a second in a channel. */
const patience = { timeoutMs: 40_000 };

/** Services whose first version fails, with a clock that can be moved. The third is one too many. */
async function startStorm(
  names: readonly string[],
  options: { behaviour?: Behaviour; problems?: number; before?: DialogueOptions['before'] } = {},
) {
  const { behaviour, problems = 2, before = async () => undefined } = options;
  let offset = 0;
  const world = await startDialogue({
    clock: { now: () => Date.now() + offset },
    before,
    configure: (config) => ({ ...config, storms: { problems, withinMs: 5 * minute } }),
  });
  await deployAll(world, names, behaviour);
  return {
    world,
    later(ms: number) {
      offset += ms;
    },
  };
}

async function deployAll(world: Dialogue, names: readonly string[], behaviour: Behaviour = 'crashing') {
  for (const name of names) {
    await world.deploy({ name, labels: labels(name), replicas: 1, version: 'v1', behaviour });
  }
}

const inChannel = (world: Dialogue) => world.slack.messages(paymentsChannel);
const texts = (world: Dialogue) => inChannel(world).map(world.slack.describeMessage);
const isDigest = (text: string) => /at once here|The storm is over/.test(text);

/** The digest, once it says all of this. */
async function digestOf(world: Dialogue, ...words: readonly string[]): Promise<string> {
  const find = () =>
    texts(world).find((text) => isDigest(text) && words.every((each) => text.includes(each)));
  return world.slack.waitFor(find, { what: words.join(' + '), ...patience });
}

/** Where the digest leads, in its order. */
function linksOf(world: Dialogue): readonly string[] {
  const digest = inChannel(world).find((message) => isDigest(world.slack.describeMessage(message)));
  return [...JSON.stringify(digest?.blocks ?? []).matchAll(/archives\/\w+\/p\d+/g)].map(([link]) => link);
}

/** Replies that call somebody, in all threads of the channel. */
function calls(world: Dialogue): readonly string[] {
  return inChannel(world)
    .flatMap(({ ts }) => world.slack.thread(paymentsChannel, ts).slice(1))
    .map(world.slack.describeMessage)
    .filter((text) => text.includes('@payments'));
}

async function untilShown(world: Dialogue, cards: number, called: number): Promise<void> {
  const failing = () => texts(world).filter((text) => /v1 (is failing|failed) in prod/.test(text));
  await world.slack.waitFor(() => failing().length === cards && calls(world).length === called, {
    what: `${cards} cards that say failing, and ${called} calls`,
    ...patience,
  });
}

describe('services of a team that begin to crash at once', { timeout: 60_000 }, () => {
  it('twelve of them are twelve cards, five calls and one digest', async () => {
    const { world } = await startStorm(serviceNames(12), { problems: 5 });

    const digest = await digestOf(
      world,
      '12 problems at once here.',
      '7 of them are told in this list only.',
    );
    await untilShown(world, 12, 5);

    expect(digest).toContain('@payments');
    expect(texts(world)).toHaveLength(13);
    expect(texts(world).filter(isDigest)).toHaveLength(1);
    expect(texts(world).filter((text) => text.includes('a digest in this channel tells of it'))).toHaveLength(
      7,
    );
  });

  it('have the way to each card in the digest', async () => {
    const { world } = await startStorm(serviceNames(5));
    await digestOf(world, '5 problems at once here.');
    await untilShown(world, 5, 2);

    const cards = inChannel(world).filter((message) => !isDigest(world.slack.describeMessage(message)));
    const expected = cards.map(({ channel, ts }) => `archives/${channel}/p${ts.replace('.', '')}`);
    const linked = () => {
      const links = linksOf(world);
      return expected.every((link) => links.includes(link)) && links.length === expected.length;
    };

    expect(await world.slack.waitFor(linked, { what: 'a link to each card', ...patience })).toBe(true);
  });

  it('have the way there also when a bot that has just started does not know the workspace yet', async () => {
    const before: DialogueOptions['before'] = async ({ deploy, kubernetes }) => {
      const available = untilAvailable(kubernetes, serviceNames(5), 1);
      for (const name of serviceNames(5)) {
        await deploy({ name, labels: labels(name), replicas: 1, version: 'v0', behaviour: 'good' });
      }
      await available;
    };
    const { world } = await startStorm(serviceNames(4), { behaviour: 'missing-image', before });
    await digestOf(world, '4 problems at once here.');
    await untilShown(world, 4, 2);
    await world.stopBot();
    await deployAll(world, serviceNames(5).slice(4), 'missing-image');
    world.slack.faults.next({ method: 'auth.test', answerDelayMs: 4_000, times: 2 });
    await world.startBot();
    await digestOf(world, '5 problems at once here.');

    const hasLinks = () => linksOf(world).length === 5;
    expect(await world.slack.waitFor(hasLinks, { what: 'a link to each card', ...patience })).toBe(true);
  });

  it('recover in the digest, and the storm is over when nothing joins it any more', async () => {
    const { world, later } = await startStorm(serviceNames(2));
    await untilShown(world, 2, 2);
    await deployAll(world, serviceNames(5).slice(2));
    await digestOf(world, '5 problems at once here.');
    await untilShown(world, 5, 2);

    for (const name of serviceNames(4)) {
      await world.deploy({ name, labels: labels(name), replicas: 1, version: 'v2', behaviour: 'good' });
    }
    later(5 * minute + 1_000);
    const over = await digestOf(world, 'The storm is over: 1 of 5 problems still needs somebody.');

    expect(over).toContain('service-04 in prod · v1 · since');
    expect(over).toContain('Told one by one, and over: service-0');
    expect(texts(world).filter(isDigest)).toHaveLength(1);
  });

  it('are one storm across a restart in the middle of it', async () => {
    const before: DialogueOptions['before'] = async ({ deploy, kubernetes }) => {
      const available = untilAvailable(kubernetes, serviceNames(7), 1);
      for (const name of serviceNames(7)) {
        await deploy({ name, labels: labels(name), replicas: 1, version: 'v0', behaviour: 'good' });
      }
      await available;
    };
    const { world } = await startStorm(serviceNames(4), { before });
    await digestOf(world, '4 problems at once here.');
    await world.stopBot();
    await deployAll(world, serviceNames(7).slice(4));
    await world.startBot();

    await digestOf(world, '7 problems at once here.', '5 of them are told in this list only.');
    await untilShown(world, 7, 2);

    expect(texts(world)).toHaveLength(8);
  });

  it('are told what they have in common', async () => {
    const { world } = await startStorm(serviceNames(5), { behaviour: 'missing-image' });

    expect(await digestOf(world, '5 services in prod cannot pull their images from')).toContain(
      '5 problems at once here.',
    );
  });

  it('leave other channels alone', async () => {
    const { world } = await startStorm(serviceNames(4));
    await digestOf(world, '4 problems at once here.');

    await world.deploy({ name: 'search-api', replicas: 1, version: 'v1', behaviour: 'crashing' });
    const card = await world.slack.waitFor(() => world.slack.messages('#team-search')[0]);
    const thread = () => world.slack.thread('#team-search', card.ts);
    await world.slack.waitFor(() => thread().length === 2, { what: 'the call to team search' });

    expect(thread().map(world.slack.describeMessage)[1]).toContain('@search');
  });

  it('are without those that are muted', async () => {
    const { world } = await startStorm([]);
    await world.deploy({
      name: 'service-00',
      labels: labels('service-00'),
      replicas: 1,
      version: 'v0',
      behaviour: 'good',
    });
    await world.card('service-00', 'v0 is live');
    await world.slack.as(people.ada).command('/shipmate', 'mute service-00 2h', paymentsChannel);
    await world.told(people.ada, 'service-00 is muted');

    await deployAll(world, serviceNames(5));

    expect(await digestOf(world, '4 problems at once here.')).not.toContain('service-00');
    await untilShown(world, 5, 2);
  });
});
