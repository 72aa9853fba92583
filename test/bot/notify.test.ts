import { describe, expect, it } from 'vitest';
import { type Dialogue, type DialogueOptions, paymentsChannel, people, startDialogue } from './dialogue.ts';

const service = 'payments-api';
const push = { service, version: 'v42', title: 'Retry card captures', author: 'Ada L.' };
const byEmail = { ...push, authorEmail: 'ada@acme.example' };

async function ask(world: Dialogue, userId: string, text: string, answer: string): Promise<string> {
  await world.slack.as(userId).command('/shipmate', `notify ${text}`, paymentsChannel);
  return world.told(userId, answer);
}

/** What the bot wrote to somebody directly, replies under what they reply to. */
function direct(world: Dialogue, userId: string): readonly string[] {
  return world.slack
    .messages(userId)
    .flatMap(({ ts }) => world.slack.thread(userId, ts))
    .map(world.slack.describeMessage);
}

function untilTold(world: Dialogue, userId: string, ...words: readonly string[]): Promise<string> {
  const find = () => direct(world, userId).find((text) => words.every((word) => text.includes(word)));
  return world.slack.waitFor(find, { what: `${words.join(' + ')}, told to ${userId}`, timeoutMs: 20_000 });
}

const withAlias: DialogueOptions['configure'] = (config) => ({
  ...config,
  people: [{ slack: people.ada, names: ['Ada L.'] }],
});

describe('somebody who asked to be told of failures', { timeout: 45_000 }, () => {
  it('gets one message when their change fails, with the way back, and it is kept up to date', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'me on', 'when a change of yours fails');

    await world.pipeline.build(byEmail);
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await untilTold(
      world,
      people.ada,
      'v42 is failing in prod',
      '[ Roll back to v41 ]',
      'also in #team-payments',
    );
    await untilTold(world, people.ada, 'v42 failed in prod');

    expect(direct(world, people.ada)).toHaveLength(1);
    expect(world.slack.messages(people.linus)).toEqual([]);
  });

  it('hears nothing of what succeeds', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'me on failures', 'when a change of yours fails');

    await world.pipeline.build(byEmail);
    await world.deploy({ version: 'v42', behaviour: 'good' });
    await world.card('v42 is live in prod');

    expect(direct(world, people.ada)).toEqual([]);
  });

  it('rolls back from there as from the channel', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'me on', 'when a change of yours fails');
    await world.pipeline.build(byEmail);
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await untilTold(world, people.ada, '[ Roll back to v41 ]');
    const [message] = world.slack.messages(people.ada);

    await world.slack
      .as(people.ada)
      .click({ channel: people.ada, ts: message?.ts ?? '', buttonText: 'Roll back to v41' });
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0, { what: 'the modal' });
    await world.slack.as(people.ada).submit();

    await untilTold(world, people.ada, 'olled back by', '3 of 3 pods on v41');
    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toBeDefined();
  });

  it('is told although the service is muted for everybody else', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'me on', 'when a change of yours fails');
    await world.slack.as(people.mei).command('/shipmate', 'mute payments-api 2h', paymentsChannel);
    await world.told(people.mei, 'is muted until');

    await world.pipeline.build(byEmail);
    await world.deploy({ version: 'v42', behaviour: 'crashing' });

    expect(await untilTold(world, people.ada, 'v42 is failing in prod')).toContain('is muted until');
  });

  it('goes on being told after a restart, in the same message', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'me on', 'when a change of yours fails');
    await world.pipeline.build(byEmail);
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await untilTold(world, people.ada, 'v42 is failing in prod');

    await world.stopBot();
    await world.startBot();
    await world.deploy({ version: 'v43', behaviour: 'good' });
    await untilTold(world, people.ada, 'v42', 'superseded');

    expect(world.slack.messages(people.ada)).toHaveLength(1);
  });
});

describe('somebody who asked to be told of everything', () => {
  it('gets one message from the build on, and a call when it fails', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'me all', 'of each of your changes');

    await world.pipeline.build(byEmail);
    await untilTold(world, people.ada, 'Retry card captures', '312 passed');
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await untilTold(world, people.ada, '@Ada v42 of payments-api is failing in prod.');

    expect(world.slack.messages(people.ada)).toHaveLength(1);
    expect(direct(world, people.ada)).toHaveLength(2);
  });
});

describe('whose a change is', () => {
  it('is known by a name that the configuration gives to somebody', async () => {
    const world = await startDialogue({ configure: withAlias });
    await ask(world, people.ada, 'me all', 'of each of your changes');

    await world.pipeline.build(push);

    expect(await untilTold(world, people.ada, 'Retry card captures')).toContain('Ada L.');
  });

  it('is said not to be known, and how to mend that', async () => {
    const world = await startDialogue();
    await world.pipeline.build(push);
    await world.card('Retry card captures');

    const answer = await ask(world, people.ada, 'me on', 'I know you as ada@acme.example.');

    expect(answer).toContain(
      'Pipelines name their authors “Ada L.”, which is nobody that I can match with you.',
    );
    expect(answer).toContain('authorEmail');
  });

  it('is said to be known by the builds there were', async () => {
    const world = await startDialogue();
    await world.pipeline.build(byEmail);
    await world.card('Retry card captures');

    expect(await ask(world, people.ada, 'me on', 'I know you as')).toContain(
      'Builds of yours name you “Ada L.”.',
    );
  });
});

describe('somebody who asked to be told no more', () => {
  it('is told nothing of what comes then', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'me all', 'of each of your changes');
    await ask(world, people.ada, 'me off', 'I tell you nothing directly');

    await world.pipeline.build(byEmail);
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.card('v42 failed in prod');

    expect(direct(world, people.ada)).toEqual([]);
    expect(await ask(world, people.ada, 'me', '/shipmate notify me on changes that')).toBeDefined();
  });

  it.each(['mei on', 'everybody', 'me perhaps'])('is nobody by %j, which is refused', async (text) => {
    const world = await startDialogue();

    expect(await ask(world, people.ada, text, 'Nothing was changed.')).toContain('notify me');
  });
});
