import { describe, expect, it } from 'vitest';
import { type Dialogue, paymentsChannel, people, startDialogue } from './dialogue.ts';

const shipmate = '/shipmate';
const long = 'x'.repeat(10_000);

/** Types a command and waits for the answer, which nobody else sees. */
async function ask(world: Dialogue, userId: string, text: string, answer: string): Promise<string> {
  const delivery = await world.slack.as(userId).command(shipmate, text, paymentsChannel);
  expect(delivery.status).toBe(200);
  return world.told(userId, answer);
}

describe('what was asked for', () => {
  it('is listed, with who and until when, to whoever asks', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'mute payments-api in prod 2h a flaky node', 'is muted in prod');

    const listed = await ask(world, people.mei, 'mutes', '•');

    expect(listed).toContain('payments-api is muted in prod until');
    expect(listed).toContain('by Ada, “a flaky node”');
  });

  it('says whose mute it replaces, in the answer and on the card', async () => {
    const world = await startDialogue();
    await ask(world, people.linus, 'mute payments-api 2h a migration', 'is muted until');
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.card('v42 is failing in prod', 'payments-api is muted until');

    const answer = await ask(world, people.mei, 'mute payments-api 1h', 'Before, it was muted until');

    expect(answer).toMatch(/by Linus, “a migration”: it is (1 h|59 min \d+ s) shorter now\./);
    expect(await world.card('by Mei', 'Before, it was muted until', 'by Linus')).toBeDefined();
  });

  it('is listed with the way to the card that is muted', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod', '[ Mute 1 h ]');
    await world.press(people.ada, card, 'Mute 1 h');
    await world.card('This card is muted until');

    await ask(world, people.mei, 'mutes', 'The card of payments-api v42 is muted until');

    const answers = JSON.stringify(world.slack.ephemerals(paymentsChannel, people.mei));
    expect(answers).toContain(`archives/${card.channel}/p${card.ts.replace('.', '')}`);
  });

  it('survives a restart', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'mute payments-api 2h', 'is muted until');

    await world.stopBot();
    await world.startBot();

    expect(await ask(world, people.mei, 'mutes', '•')).toContain('payments-api is muted until');
  });

  it.each([
    ['mute payments-api 99999999h', '30 days at most'],
    ['mute payments-api -5h', 'no length of time'],
    ['mute payments-api 1e9', 'no length of time'],
    ['mute paymets-api 2h', 'Did you mean payments-api?'],
    ['mute payments-api in prd 2h', 'I know no environment prd'],
    ['mute', 'Which service?'],
    ['mute payments-api in', 'In which environment?'],
    ['mute payments-api 2h in dev', 'only right after the service'],
    ['mutes now', 'I do not understand “now” after mutes. Nothing was changed.'],
    ['unmute payments-api in dev now', 'I do not understand “now” after the environment.'],
    ['unmute payments-api now', 'I do not understand “now” after the service.'],
    ['notify me maybe', 'I do not understand “maybe” after me.'],
    ['help mutes now', 'I do not understand “now” after help mutes.'],
    ['mtue payments-api', 'Did you mean /shipmate mute?'],
    ['', '/shipmate mutes'],
    ['help mute', 'For example'],
    ['unmute payments-api', 'payments-api is not muted.'],
    ['mutes', 'Nothing is muted.'],
  ])('%j is answered: %s', async (text, expected) => {
    const world = await startDialogue();

    expect(await ask(world, people.mei, text, expected)).toContain(expected);
  });

  it.each([
    ['subcommand', long, 'I do not know'],
    ['service', `mute ${long}`, 'I know no service'],
    ['reason', `mute payments-api 2h ${long}`, 'payments-api is muted until'],
  ])('has a short answer for a %s of 10,000 characters', async (_what, text, expected) => {
    const world = await startDialogue();

    const answer = await ask(world, people.mei, text, expected);

    expect(answer.length).toBeLessThan(3_000);
  });

  it.each(['<!channel>', '&lt;!channel&gt;', '<@U0ADA>'])('pings nobody by its words: %s', async (text) => {
    const world = await startDialogue();
    await ask(world, people.mei, `mute payments-api 2h ${text}`, 'is muted until');
    await world.deploy({ version: 'v42', behaviour: 'slow' });

    const card = await world.card('payments-api is muted until');

    expect(world.slack.describeMessage(card)).toMatch(/“(<!channel>|<@U0ADA>)”/);
    expect(card.text).not.toMatch(/<[!@]/);
  });

  it('is answered where Shipmate is no member', async () => {
    const world = await startDialogue();

    await world.slack.as(people.ada).command(shipmate, 'mutes', '#general');
    const answer = await world.slack.waitFor(() => world.slack.ephemerals('#general', people.ada)[0]);

    expect(world.slack.describeMessage(answer)).toBe('Nothing is muted.');
  });
});
