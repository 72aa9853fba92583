import { describe, expect, it } from 'vitest';
import { type Dialogue, paymentsChannel, people, startDialogue } from './dialogue.ts';

const service = 'payments-api';

/** What a person reads on their Home tab; empty before it was ever filled. */
function home(world: Dialogue, userId: string): string {
  const view = world.slack.home(userId);
  return view === undefined ? '' : world.slack.describeView(view).replaceAll('│ ', '');
}

async function untilHome(world: Dialogue, userId: string, ...words: readonly string[]): Promise<string> {
  const find = () => {
    const text = home(world, userId);
    return words.every((word) => text.includes(word)) ? text : undefined;
  };
  return world.slack.waitFor(find, {
    what: `${words.join(' + ')} on the Home tab of ${userId}`,
    timeoutMs: 10_000,
  });
}

const hashOf = (world: Dialogue, userId: string) => world.slack.home(userId)?.hash;

describe('the Home tab', { timeout: 45_000 }, () => {
  it('lists what shipped and what is red, why for the own team only', async () => {
    const world = await startDialogue();
    await world.deploy({ version: 'v42', behaviour: 'good' });
    await world.card('v42 is live in prod');
    await world.pipeline.build({ service, version: 'v43', title: 'Pool size', author: 'Ada' });
    await world.deploy({ version: 'v43', behaviour: 'crashing' });
    await world.card('v43 failed in prod');

    await world.slack.as(people.ada).openHome();
    await world.slack.as(people.mei).openHome();

    const own = await untilHome(world, people.ada, 'Your team: payments');
    expect(own).toMatch(
      /Needs somebody\n✗ payments-api v43 in prod · since .* · payments-api exits with code 1, an error of its own.* · Ada/,
    );
    expect(own).toMatch(/Since yesterday: 1 live\n✓ payments-api v42 in prod · live /);
    expect(own).toMatch(/All other teams\nNothing is red/);
    const foreign = await untilHome(world, people.mei, 'Your team: search');
    expect(foreign).toMatch(/Your team: search\nNothing is red/);
    expect(foreign).toMatch(/✗ payments-api v43 in prod · since .* · Ada · payments/);
    expect(foreign).not.toContain('exits with code');
  });

  it('shows what is locked and muted', async () => {
    const world = await startDialogue();
    await world.slack
      .as(people.ada)
      .command('/shipmate', `mute ${service} 2h the load test`, paymentsChannel);
    await world.told(people.ada, 'is muted');

    await world.slack.as(people.ada).openHome();

    const text = await untilHome(world, people.ada, 'Locks and mutes');
    expect(text).toMatch(/payments-api is muted until .* by Ada, “the load test”/);
  });

  it('is as it was when it was opened, until somebody refreshes it', async () => {
    const world = await startDialogue();
    await world.slack.as(people.ada).openHome();
    await untilHome(world, people.ada, 'As of', 'Nothing is red, nothing is on its way');
    await world.deploy({ version: 'v42', behaviour: 'good' });
    await world.card('v42 is live in prod');
    expect(home(world, people.ada)).not.toContain('v42');

    await world.slack.as(people.ada).click({ home: true, buttonText: 'Refresh' });

    await untilHome(world, people.ada, '✓ payments-api v42 in prod · live');
  });

  it('leaves alone who reads their direct messages', async () => {
    const world = await startDialogue();
    const before = world.slack.requests.length;

    await world.slack.sendEvent({
      type: 'app_home_opened',
      user: people.ada,
      channel: 'D0ADA',
      tab: 'messages',
    });
    await world.slack.as(people.linus).openHome();
    await untilHome(world, people.linus, 'As of');

    expect(hashOf(world, people.ada)).toBeUndefined();
    expect(
      world.slack.requests.slice(before).filter(({ method }) => method === 'views.publish'),
    ).toHaveLength(1);
  });
});
