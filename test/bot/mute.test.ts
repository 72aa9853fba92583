import { describe, expect, it, vi } from 'vitest';
import { button, startCrashing } from './crashing.ts';
import { type Dialogue, type DialogueOptions, paymentsChannel, people, startDialogue } from './dialogue.ts';

const shipmate = '/shipmate';
const long = 'x'.repeat(10_000);

/** Types a command and waits for the answer, which nobody else sees. */
async function ask(world: Dialogue, userId: string, text: string, answer: string): Promise<string> {
  const delivery = await world.slack.as(userId).command(shipmate, text, paymentsChannel);
  expect(delivery.status).toBe(200);
  return world.told(userId, answer);
}

const replies = (world: Dialogue, ts: string) => world.slack.thread(paymentsChannel, ts).slice(1);

/** The reply that calls somebody to v42. */
function called(world: Dialogue, ts: string): Promise<unknown> {
  return world.slack.waitFor(() => replies(world, ts).length > 0, { what: 'the reply that pings' });
}

/** The card says no more that something is muted. */
async function untilNotMuted(world: Dialogue, ts: string): Promise<void> {
  const text = () => {
    const [card] = world.slack.thread(paymentsChannel, ts);
    return card === undefined ? 'is muted' : world.slack.describeMessage(card);
  };
  await world.slack.waitFor(() => !text().includes('is muted'), { what: 'no mute on the card' });
}

const prodIsProtected: DialogueOptions['configure'] = (config) => ({
  ...config,
  environments: [{ name: 'prod', protected: true, secondPerson: false }],
});

describe('a card that is muted', () => {
  it('says by whom and until when, and how to end it', async () => {
    const { world, card } = await startCrashing();

    await world.slack.as(people.mei).click({ channel: paymentsChannel, ts: card.ts, buttonText: 'Mute 1 h' });
    const muted = await world.card('This card is muted until', 'by Mei', '[ Unmute ]');

    expect(muted.ts).toBe(card.ts);
    expect(world.slack.describeMessage(muted)).toContain(`[ ${button} ]`);
    expect(world.slack.ephemerals(paymentsChannel, people.mei)).toEqual([]);
  });

  it('goes on telling its state', async () => {
    const { world, card } = await startCrashing();
    await world.slack.as(people.ada).click({ channel: paymentsChannel, ts: card.ts, buttonText: 'Mute 1 h' });
    await world.card('This card is muted');

    await world.rollBack(people.ada, await world.card(`[ ${button} ]`), button);

    expect(await world.card('olled back by @Ada', '3 of 3 pods on v41')).toMatchObject({ ts: card.ts });
  });

  it('is heard again when somebody else ends it', async () => {
    const { world, card } = await startCrashing();
    await world.slack.as(people.mei).click({ channel: paymentsChannel, ts: card.ts, buttonText: 'Mute 1 h' });
    const muted = await world.card('This card is muted');

    await world.slack.as(people.linus).click({
      channel: paymentsChannel,
      ts: card.ts,
      buttonText: 'Unmute',
      stillShown: muted.blocks,
    });
    await untilNotMuted(world, card.ts);

    expect(await world.card('[ Mute 1 h ]')).toMatchObject({ ts: card.ts });
  });

  it.each([
    ['4 h', 'This card is muted', /until t\w+ at \d\d:\d\d/],
    // Nine o'clock in Amsterdam, where Ada is, by the clock of UTC.
    ['Until tomorrow, 9:00', 'This card is muted', /at 0[78]:00 by Ada/],
    ['Until I unmute it, 30 days at most', 'This card is muted', /until .*20\d\d/],
    ['All of payments-api, 4 h', 'payments-api is muted until', /Unmute payments-api/],
  ])('for longer: %s', async (choice, expected, end) => {
    const { world, card } = await startCrashing();

    await world.slack
      .as(people.ada)
      .select({ channel: paymentsChannel, ts: card.ts, actionId: 'card.mute-longer' }, choice);

    const muted = await world.card(expected, 'by Ada');
    expect(muted.ts).toBe(card.ts);
    expect(world.slack.describeMessage(muted)).toMatch(end);
  });

  it('is not muted by a button that nobody gave out, and whoever pressed is told', async () => {
    const { world, card } = await startCrashing();
    const forged = JSON.parse(JSON.stringify(card.blocks).replaceAll(/"value":"[^"]*"/g, '"value":"forged"'));

    await world.slack.as(people.ada).click({
      channel: paymentsChannel,
      ts: card.ts,
      buttonText: 'Mute 1 h',
      stillShown: forged,
    });

    expect(await world.told(people.ada, 'I do not know this button')).toContain('Nothing was changed');
    expect(world.slack.transcript(paymentsChannel)).not.toContain('is muted');
  });
});

describe('a service that is muted', () => {
  it('shows a version that fails, and pings nobody', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'mute payments-api 2h a node is being replaced', 'is muted until');

    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card(
      'v42 is failing in prod',
      'payments-api is muted until',
      'a node is being replaced',
    );
    await world.card('v42 failed in prod');

    expect(replies(world, card.ts)).toEqual([]);
  });

  it('pings once it is unmuted, if it is failing still', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'mute payments-api 2h', 'is muted until');
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod', '[ Unmute payments-api ]');

    await ask(world, people.mei, 'unmute payments-api', 'no longer muted');
    await called(world, card.ts);

    expect(world.slack.describeMessage(replies(world, card.ts)[0] ?? expect.fail())).toContain('@payments');
    expect(replies(world, card.ts)).toHaveLength(1);
  });

  it('never pings for what was over by then', async () => {
    const world = await startDialogue();
    await ask(world, people.ada, 'mute payments-api 2h', 'is muted until');
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod');
    await world.deploy({ version: 'v43', behaviour: 'good' });
    await world.card('v43 is live in prod');

    await ask(world, people.ada, 'unmute payments-api', 'no longer muted');
    await untilNotMuted(world, card.ts);

    expect(replies(world, card.ts)).toEqual([]);
  });

  it('pings all the same for a version that failed where it is protected, and says that it does', async () => {
    const world = await startDialogue({ configure: prodIsProtected });
    const answer = await ask(world, people.ada, 'mute payments-api 2h', 'is muted until');
    await world.deploy({ version: 'v42', behaviour: 'crashing' });

    const card = await world.card('v42 failed in prod', 'payments-api is muted until');
    await called(world, card.ts);

    expect(answer).toContain('In prod, which is protected, a version that failed still pings.');
    expect(replies(world, card.ts)).toHaveLength(1);
  });

  it('opens no alert until the mute ends', async () => {
    const world = await startDialogue({
      pace: 0.5,
      configure: (config) => ({ ...config, rollouts: { ...config.rollouts, watchAfterSuccessMs: 0 } }),
    });
    await world.deploy({ version: 'v42', behaviour: 'crash-later', maxSurge: 3 });
    await world.card('v42 is live in prod');
    await ask(world, people.ada, 'mute payments-api 2h', 'is muted until');
    const logs = () => world.kubernetes.requests.filter(({ path }) => path.endsWith('/log'));
    await vi.waitFor(() => expect(logs()).not.toEqual([]), { timeout: 10_000 });
    expect(world.slack.messages(paymentsChannel)).toHaveLength(1);

    await ask(world, people.ada, 'unmute payments-api', 'no longer muted');
    const alert = await world.card('v42 began to fail in prod');
    await called(world, alert.ts);

    expect(world.slack.messages(paymentsChannel)).toHaveLength(2);
  });
});

describe('a mute that ends by itself', () => {
  it('is gone from the card, and what is failing still pings', async () => {
    let now = 0;
    const world = await startDialogue({ clock: { now: () => Date.now() + now } });
    await ask(world, people.ada, 'mute payments-api 1m', 'is muted until');
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod', 'payments-api is muted until');

    now = 61_000;
    await called(world, card.ts);

    await untilNotMuted(world, card.ts);
    expect(await world.card('v42', '[ Mute 1 h ]')).toMatchObject({ ts: card.ts });
  });

  it('ends although Shipmate was away when it should have', async () => {
    let now = 0;
    const world = await startDialogue({ clock: { now: () => Date.now() + now } });
    await ask(world, people.ada, 'mute payments-api 1m', 'is muted until');
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    const card = await world.card('v42 is failing in prod', 'payments-api is muted until');

    await world.stopBot();
    now = 61_000;
    await world.startBot();
    await called(world, card.ts);

    await untilNotMuted(world, card.ts);
    expect(replies(world, card.ts)).toHaveLength(1);
  });
});

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
