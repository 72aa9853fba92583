import { describe, expect, it } from 'vitest';
import { type Dialogue, paymentsChannel, startDialogue } from './dialogue.ts';

const minute = 60_000;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const labels = (name: string) => ({ 'app.kubernetes.io/name': name, 'shipmate.dev/team': 'payments' });

/** It has been quiet in the channel for an hour, and will be for some minutes. */
async function startAtNight({ isProtected = false } = {}) {
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  const minuteOfDay = Math.floor(clock.now() / minute) % 1_440;
  const window = { days: [...days], from: (minuteOfDay + 1_380) % 1_440, to: (minuteOfDay + 3) % 1_440 };
  const world = await startDialogue({
    clock,
    configure: (config) => ({
      ...config,
      environments: [{ name: 'prod', protected: isProtected, secondPerson: false }],
      channels: [{ name: paymentsChannel, quietHours: { timeZone: 'UTC', windows: [window] } }],
    }),
  });
  return {
    world,
    untilMorning() {
      offset = 3 * minute;
    },
  };
}

function calls(world: Dialogue): readonly string[] {
  return world.slack
    .messages(paymentsChannel)
    .flatMap(({ ts }) => world.slack.thread(paymentsChannel, ts).slice(1))
    .map(world.slack.describeMessage);
}

const summaries = (world: Dialogue) =>
  world.slack
    .messages(paymentsChannel)
    .map(world.slack.describeMessage)
    .filter((text) => text.includes('quiet hours are') || text.includes('from the quiet hours'));

describe('a version that fails in quiet hours', () => {
  it('is shown on its card, which says when somebody will be called', async () => {
    const { world } = await startAtNight();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });

    await world.card('v42 failed in prod', 'Quiet hours in this channel: the reply that pings comes');

    expect(calls(world)).toEqual([]);
  });

  it('calls somebody in the morning, if it fails still', async () => {
    const { world, untilMorning } = await startAtNight();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.card('Quiet hours in this channel');

    untilMorning();
    await world.slack.waitFor(() => calls(world).length === 1, { what: 'the call in the morning' });

    expect(calls(world)[0]).toContain('@payments v42 of payments-api is failing in prod.');
    expect(summaries(world)).toEqual([]);
  });

  it('calls nobody in the morning when it is over by then', async () => {
    const { world, untilMorning } = await startAtNight();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.card('Quiet hours in this channel');
    await world.deploy({ version: 'v43', behaviour: 'good' });
    await world.card('v43 is live in prod');

    untilMorning();
    await world.card('v42', 'superseded');
    // A later event in the same channel: what was to come before it would be there.
    await world.deploy({ name: 'ledger', labels: labels('ledger'), version: 'v1', behaviour: 'crashing' });
    await world.slack.waitFor(() => calls(world).length > 0, { what: 'a call about the ledger' });

    expect(calls(world)).toEqual([expect.stringContaining('ledger')]);
  });

  it('is told together with others that fail still, and is kept up to date there', async () => {
    const { world, untilMorning } = await startAtNight();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.deploy({ name: 'ledger', labels: labels('ledger'), version: 'v1', behaviour: 'crashing' });
    await world.card('payments-api', 'Quiet hours in this channel');
    await world.card('ledger', 'Quiet hours in this channel');

    untilMorning();
    await world.card(
      '2 problems from the quiet hours are still there.',
      'payments-api in prod',
      'ledger in prod',
    );
    await world.deploy({ version: 'v43', behaviour: 'good' });
    await world.card('1 problem from the quiet hours is still there. 1 problem came and went.');

    expect(calls(world)).toEqual([]);
    expect(summaries(world)).toHaveLength(1);
  });

  it('calls somebody at once where it is protected', async () => {
    const { world } = await startAtNight({ isProtected: true });
    await world.deploy({ version: 'v42', behaviour: 'crashing' });

    await world.slack.waitFor(() => calls(world).length === 1, { what: 'the call at night' });

    expect(calls(world)[0]).toContain('@payments');
  });

  it('is told in the morning although Shipmate was restarted at night', async () => {
    const { world, untilMorning } = await startAtNight();
    await world.deploy({ version: 'v42', behaviour: 'crashing' });
    await world.card('Quiet hours in this channel');

    await world.stopBot();
    untilMorning();
    await world.startBot();
    await world.slack.waitFor(() => calls(world).length === 1, { what: 'the call in the morning' });

    expect(calls(world)[0]).toContain('@payments');
  });
});
