import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/adapters/store/index.ts';
import { shipmate } from '../cli/process.ts';
import { until } from '../until.ts';
import { type Dialogue, paymentsChannel, people, startDialogue } from './dialogue.ts';

/** Starting a process takes its time on a busy machine. */
const patienceMs = 60_000;

const isPatch = ({ method }: { method: string }) => method === 'PATCH';
const asked = (world: Dialogue, method: string) =>
  world.slack.requests.filter((request) => request.method === method).length;

/** The bot in a process of its own that can be killed, and v42 that crashes. */
async function startApart(): Promise<{ world: Dialogue; card: Awaited<ReturnType<Dialogue['card']>> }> {
  const world = await startDialogue({ isBotApart: true });
  await world.deploy({ version: 'v42', behaviour: 'crashing' });
  return { world, card: await world.card('v42 is failing in prod', '[ Roll back to v41 ]') };
}

/** Kills the bot once it has asked Slack who somebody is, which it does after it stored what they did. */
async function killWhileAsking(world: Dialogue, act: () => Promise<unknown>): Promise<void> {
  const before = asked(world, 'users.info');
  world.slack.faults.next({ method: 'users.info', hang: true });
  const acting = act();
  await until(() => asked(world, 'users.info') > before, patienceMs);
  await world.killBot();
  world.slack.faults.clear();
  await acting;
}

describe('a bot that is killed', { timeout: 240_000 }, () => {
  it('carries out the rollback that was confirmed before, once', async () => {
    const { world, card } = await startApart();
    await world.press(people.ada, card, 'Roll back to v41');
    await world.slack.waitFor(() => world.slack.views(people.ada).length > 0, { what: 'the dialog' });
    await until(async () => (await metric(world, processed('slack-interaction'))) === '1', patienceMs);
    // A new process has not asked who Ada is.
    await world.killBot();
    await world.startBot();
    const ada = world.slack.as(people.ada);

    await killWhileAsking(world, () => ada.submit());
    const refused = world.kubernetes.requests.filter(isPatch).length;
    await world.startBot();
    await world.card('olled back by', '3 of 3 pods on v41');
    const dialog = await world.slack.waitFor(
      () =>
        world.slack
          .views(people.ada)
          .map(world.slack.describeView)
          .find((text) => text.includes('Done')),
      { what: 'the dialog that says that it is done' },
    );
    const [failed] = world.slack.deliveryErrors;
    const replay = await ada.replay(failed?.delivery ?? expect.fail('the submission was answered'));

    expect(refused).toBe(0);
    expect(dialog).toContain('is done');
    expect(replay.status).toBe(200);
    expect(world.kubernetes.requests.filter(isPatch)).toHaveLength(1);
  });

  it('explains a press that it can answer no more, once', async () => {
    const { world, card } = await startApart();
    const pressedAt = Date.now();

    await killWhileAsking(world, () => world.press(people.ada, card, 'Roll back to v41'));
    // Slack opens a dialog only within three seconds.
    await until(() => Date.now() > pressedAt + 3_100, patienceMs);
    await world.startBot();
    const told = await world.told(people.ada, 'I was restarting');
    await world.killBot();
    await world.startBot();

    expect(told).toContain('you pressed “Roll back to v41”');
    expect(told).toContain('Press it again');
    expect(world.slack.ephemerals(paymentsChannel, people.ada)).toHaveLength(1);
    expect(world.slack.views(people.ada)).toEqual([]);
  });

  it('has every step report that it acknowledged', async () => {
    const world = await startDialogue({ isBotApart: true });
    const { url } = world.bot;
    const acknowledged: string[] = [];
    const report = async (build: string) => {
      const response = await fetch(`${url}/v1/builds/${build}/steps/test`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${world.buildToken}` },
        body: JSON.stringify({ service: `service-${Number(build) % 7}`, status: 'passed' }),
      });
      if (response.ok) acknowledged.push(build);
    };

    const reports = Array.from({ length: 150 }, (_, build) => report(`${build}`).catch(() => undefined));
    await until(() => acknowledged.length >= 20, patienceMs);
    await world.killBot();
    await Promise.all(reports);
    await world.startBot();
    const store = await openStore({
      path: world.environment['DATABASE'] ?? '',
      clock: { now: () => Date.now() },
    });
    await until(async () => (await store.inbox.depth()).waiting === 0, patienceMs);
    await world.stopBot();
    const cards = await Promise.all(
      acknowledged.map((build) => store.cardByBuild(`service-${Number(build) % 7}/${build}`)),
    );
    await store.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
    expect(cards.map((each) => each?.build?.steps.map(({ status }) => status))).toEqual(
      acknowledged.map(() => ['passed']),
    );
  });
});

describe('an event that Slack sends again', { timeout: 240_000 }, () => {
  it('acts once, also when the bot was restarted in between', async () => {
    const world = await startDialogue({ isBotApart: true });
    const event = { type: 'channel_rename', channel: { id: 'C0PAYMENTS', name: 'team-payments' } };

    const { request } = await world.slack.sendEvent(event);
    const { event_id: eventId } = JSON.parse(request.body);
    await until(async () => (await metric(world, processed('slack-event'))) === '1', patienceMs);
    await world.stopBot();
    await world.startBot();
    const again = await world.slack.sendEvent(event, { eventId, attempt: 1, reason: 'http_timeout' });
    await world.slack.sendEvent(event);
    await until(async () => (await metric(world, processed('slack-event'))) === '1', patienceMs);

    expect(again.status).toBe(200);
    expect(await metric(world, 'shipmate_inbox_received_total{source="slack-event",kind="copy"}')).toBe('1');
  });
});

describe('a request that was given up', { timeout: 240_000 }, () => {
  it('is told to its person, listed with its reference, and replayed beside the running bot', async () => {
    const { world, card } = await startApart();
    world.slack.faults.next({ method: 'views.open', error: 'invalid_arguments' });
    const run = (...words: string[]) => shipmate(words, { cwd: '.', env: world.environment });

    await world.press(people.ada, card, 'Roll back to v41');
    const told = await world.told(people.ada, 'Something went wrong on my side');
    const listed = await run('inbox', 'list', '--dead', '--json');
    const [dead] = JSON.parse(listed.stdout);
    await until(() => Date.now() > Date.parse(dead.receivedAt) + 4_100, patienceMs);
    const replayed = await run('inbox', 'replay', dead.key);
    await world.told(people.ada, 'I took longer than the 3 s');
    const after = await run('inbox', 'list');

    expect(dead).toMatchObject({ status: 'dead', source: 'slack-interaction', attempts: 1 });
    expect(dead.failure).toContain('invalid_arguments');
    expect(told).toContain(/\(ref \w+\)/.exec(dead.failure)?.[0] ?? 'no reference');
    expect(replayed).toMatchObject({ code: 0, stdout: expect.stringContaining('waits again') });
    expect(after.stdout).toBe('Nothing to show: no request is stuck.\n');
  });
});

const processed = (source: string) => `shipmate_inbox_processed_total{source="${source}",outcome="done"}`;

/** The value of a sample as an operator scrapes it; undefined when there is none. */
async function metric(world: Dialogue, sample: string): Promise<string | undefined> {
  const text = await (await fetch(`${world.bot.url}/metrics`)).text();
  return text
    .split('\n')
    .find((line) => line.startsWith(`${sample} `))
    ?.slice(sample.length + 1);
}
