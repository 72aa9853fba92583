import { describe, expect, it, vi } from 'vitest';
import { button, startCrashing } from './crashing.ts';
import { type Dialogue, type DialogueOptions, paymentsChannel, people, startDialogue } from './dialogue.ts';

const shipmate = '/shipmate';

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

  it('is muted for longer without being heard in between', async () => {
    const { world, card } = await startCrashing();
    await world.slack.as(people.mei).click({ channel: paymentsChannel, ts: card.ts, buttonText: 'Mute 1 h' });
    await world.card('This card is muted until', 'by Mei');

    await world.slack
      .as(people.ada)
      .select({ channel: paymentsChannel, ts: card.ts, actionId: 'card.mute-longer' }, '4 h');

    const muted = await world.card(
      'This card is muted until',
      'by Ada',
      'Before, it was muted until',
      'by Mei',
    );
    expect(world.slack.describeMessage(muted)).toMatch(/longer now/);
    expect(muted.ts).toBe(card.ts);
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
