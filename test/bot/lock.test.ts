import { describe, expect, it } from 'vitest';
import { button, startCrashing } from './crashing.ts';
import { type Dialogue, paymentsChannel, people, startDialogue } from './dialogue.ts';

/** Types a command and waits for the answer, which nobody else sees. */
async function ask(world: Dialogue, userId: string, text: string, answer: string): Promise<string> {
  await world.slack.as(userId).command('/shipmate', text, paymentsChannel);
  return world.told(userId, answer);
}

/** As a pipeline asks before it deploys. */
async function status(world: Dialogue, place = 'payments-api/prod', token = world.buildToken) {
  const response = await fetch(`${world.bot.url}/v1/locks/${place}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

async function rolledBack() {
  const { world, card } = await startCrashing();
  await world.rollBack(people.ada, card, button);
  const done = await world.card('olled back by @Ada', '3 of 3 pods on v41', '[ Unlock ]');
  return { world, card: done };
}

describe('after a rollback', () => {
  it('automatic releases wait, and the card says until when', async () => {
    const { world, card } = await rolledBack();

    expect(world.slack.describeMessage(card)).toContain('Automatic releases to prod wait until');
    expect(await status(world)).toMatchObject({
      status: 200,
      body: { isLocked: true, by: 'Ada', because: 'rolled back from v42 to v41' },
    });
    expect(await status(world, 'payments-api/dev')).toMatchObject({ body: { isLocked: false } });
  });

  it('somebody who may lets them go on, from the card', async () => {
    const { world, card } = await rolledBack();

    await world.press(people.linus, card, 'Unlock');
    const unlocked = await world.card('Unlocked by @Linus');

    expect(unlocked.ts).toBe(card.ts);
    expect(world.slack.describeMessage(unlocked)).not.toContain('[ Unlock ]');
    expect(await status(world)).toMatchObject({ body: { isLocked: false } });
  });

  it('nobody else does, and is told who could', async () => {
    const { world, card } = await rolledBack();

    await world.press(people.mei, card, 'Unlock');

    expect(await world.told(people.mei, 'Unlocking payments-api in prod needs')).toContain('payments');
    expect(await status(world)).toMatchObject({ body: { isLocked: true } });
  });

  it('a restart forgets no lock', async () => {
    const { world } = await rolledBack();

    await world.stopBot();
    await world.startBot();

    expect(await status(world)).toMatchObject({ body: { isLocked: true } });
  });
});

describe('/shipmate lock', () => {
  it('holds releases, is listed, and ends', async () => {
    const world = await startDialogue();

    await ask(
      world,
      people.ada,
      'lock payments-api in prod 3d until the migration is through',
      'is locked until',
    );
    const list = await ask(world, people.mei, 'locks', 'migration is through');
    const held = await status(world);
    await ask(world, people.linus, 'unlock payments-api in prod', 'is unlocked');

    expect(list).toContain('payments-api in prod is locked until');
    expect(held).toMatchObject({ body: { isLocked: true, because: 'until the migration is through' } });
    expect(await status(world)).toMatchObject({ body: { isLocked: false } });
  });

  it('says whose lock it replaces, and for what that was', async () => {
    const world = await startDialogue();
    await ask(world, people.linus, 'lock payments-api in prod 2h a migration runs', 'is locked until');

    const answer = await ask(world, people.ada, 'lock payments-api in prod 3d release week', 'This replaces');

    expect(answer).toMatch(/payments-api in prod is locked until .* by Ada, “release week”\./);
    expect(answer).toMatch(/This replaces the lock until .* by Linus, “a migration runs”\./);
    expect(await status(world)).toMatchObject({ body: { by: 'Ada', because: 'release week' } });
  });

  it.each([
    [people.mei, 'lock payments-api in prod', 'Locking payments-api in prod needs'],
    [people.ada, 'lock payments-api', 'In which environment?'],
    [people.ada, 'lock', 'Which service?'],
    [people.ada, 'lock payment-api in prod', 'Did you mean payments-api?'],
    [people.ada, 'lock payments-api in nowhere', 'I know no environment nowhere'],
    [people.ada, 'lock payments-api in prod 99999d', 'It can last 30 days at most'],
    [people.ada, 'unlock payments-api in prod', 'is not locked'],
    [people.ada, 'unlock payments-api in prod now', 'I do not understand “now” after the environment.'],
    [people.ada, 'lock payments-api in prod in dev', 'I understand one environment only'],
    [people.ada, 'lock payments-api in prod 2h in dev', 'I understand one environment only'],
    [people.ada, 'locks in prod', 'I do not understand “in prod” after locks. Nothing was changed.'],
  ])('by %s: %s', async (person, text, answer) => {
    const world = await startDialogue();

    expect(await ask(world, person, text, answer)).toBeDefined();
    expect(await status(world)).toMatchObject({ body: { isLocked: false } });
  });
});

describe('a pipeline that asks', () => {
  it('needs a token', async () => {
    const world = await startDialogue();

    expect(await status(world, 'payments-api/prod', 'wrong')).toMatchObject({ status: 401 });
  });
});
