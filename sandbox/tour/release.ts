import type { Behaviour } from '../kubernetes/index.ts';
import { imageOf } from '../pipeline.ts';
import { startWorld } from '../world.ts';
import type { Sighting } from './recorder.ts';
import type { Stage, Tour } from './tour.ts';

const channel = '#team-payments';
const service = 'payments-api';
const ada = 'U0ADA';
const mei = 'U0MEI';

const isCard = (text: string) => (sighting: Sighting) =>
  sighting.threadTs === undefined && sighting.onlyFor === undefined && sighting.text.includes(text);

/** The story of the README: a version goes out, the next one crashes and is rolled back; others cannot start. */
export const releaseTour: Tour = {
  name: 'release',
  title: 'A release, a crash and the way back, as #team-payments sees it',
  channel,
  open: async (options) => ({ world: await startWorld(options), play: playRelease }),
};

export async function playRelease(stage: Stage): Promise<void> {
  await goodVersion(stage);
  const card = await crashingVersion(stage);
  await rollBack(stage, card);
  await secondClick(stage, card);
  await brokenVersion(stage, 'v44', 'misconfigured', 'ConfigMap payments-config has no key DB_URL');
  await brokenVersion(stage, 'v45', 'missing-image', `${imageOf(service, 'v45')} does not exist`);
  await homeTab(stage);
}

async function push(stage: Stage, version: string, title: string, behaviour: Behaviour): Promise<void> {
  await stage.world.pipeline.build({ service, version, title, author: 'Ada' });
  await stage.world.deploy({ version, behaviour });
}

async function goodVersion({ world, recorder, step }: Stage): Promise<void> {
  const pushed = push({ world, recorder, step }, 'v42', 'Retry card captures', 'good');
  let ts = '';
  await step('the build of v42 shows its steps as they run and pass', async () => {
    const running = await recorder.see('the step test running', isCard('test'));
    ts = running.ts;
    await recorder.see('the step test passed', (seen) => seen.ts === ts && seen.text.includes('312 passed'));
    await pushed;
  });
  await step('the same message goes on with the rollout: 1 of 3 pods', async () => {
    await recorder.see(
      '1 of 3 pods',
      (seen) => seen.ts === ts && /v42 → prod: 1 of 3 pods updated/.test(seen.text),
    );
  });
  await step('and ends with 3 of 3 pods on v42 and a verdict', async () => {
    await recorder.see('the verdict', (seen) => seen.ts === ts && seen.text.includes('v42 is live in prod'));
    await recorder.see('3 of 3 pods', (seen) => seen.ts === ts && seen.text.includes('3 of 3 pods on v42'));
  });
}

async function crashingVersion(stage: Stage): Promise<Sighting> {
  const { recorder, step } = stage;
  await push(stage, 'v43', 'Make the pool size configurable', 'crashing');
  let card: Sighting | undefined;
  await step('v43 crashes: its card turns to failing and names the reason', async () => {
    card = await recorder.see('v43 failing', isCard('v43 is failing in prod'));
    await recorder.see(
      'the reason',
      (seen) => seen.ts === card?.ts && seen.text.includes('exits with code 1'),
    );
  });
  await step('with the last log lines of the crashed container', async () => {
    await recorder.see(
      'the crash log',
      (seen) => seen.ts === card?.ts && seen.text.includes('DB_POOL_SIZE must be a number'),
    );
  });
  await step('a reply in its thread pings the team', async () => {
    await recorder.see('the ping', (seen) => seen.threadTs === card?.ts && seen.text.includes('@payments'));
  });
  await step('and it offers the way back: Roll back to v42', async () => {
    card = await recorder.see(
      'the button',
      (seen) => seen.ts === card?.ts && seen.text.includes('[ Roll back to v42 ]'),
    );
  });
  if (card === undefined) throw new Error('the card of v43 was not seen');
  return card;
}

async function rollBack({ world, recorder, step }: Stage, card: Sighting): Promise<void> {
  const button = { channel, ts: card.ts, buttonText: 'Roll back to v42' };
  await step('Mei of team search clicks: a polite refusal that says who may', async () => {
    await world.slack.as(mei).click(button);
    await recorder.see('the refusal', (seen) => seen.onlyFor === mei && seen.text.includes('payments'));
  });
  await step('Ada clicks, confirms, and v42 is back on 3 of 3 pods', async () => {
    await world.slack.as(ada).click(button);
    await world.slack.waitFor(() => world.slack.views(ada).length > 0, { what: 'the confirm dialog' });
    await world.slack.as(ada).submit();
    await recorder.see(
      'the rollback',
      (seen) => seen.ts === card.ts && /olled back by @ada, 3 of 3 pods on v42/i.test(seen.text),
    );
  });
}

/** The card has no button any more; Ada's screen has not caught up and still shows it. */
async function secondClick({ world, recorder, step }: Stage, card: Sighting): Promise<void> {
  await step('a second click never acts again', async () => {
    const from = recorder.sightings.length;
    await world.slack
      .as(ada)
      .click({ channel, ts: card.ts, buttonText: 'Roll back to v42', stillShown: card.blocks });
    await recorder.see(
      'the answer',
      (seen) => seen.onlyFor === ada && seen.text.includes('rolled this back'),
      { from },
    );
    const patches = world.kubernetes.requests.filter(({ method }) => method === 'PATCH');
    if (patches.length !== 1) throw new Error(`the cluster was patched ${patches.length} times`);
  });
}

async function brokenVersion(
  stage: Stage,
  version: string,
  behaviour: Behaviour,
  sentence: string,
): Promise<void> {
  await push(stage, version, `Release ${version}`, behaviour);
  await stage.step(`${version} cannot start: "${sentence}"`, async () => {
    await stage.recorder.see(sentence, isCard(sentence));
  });
}

async function homeTab({ world, step }: Stage): Promise<void> {
  await step('Ada opens the Home tab: v45 is red there, and v42 shipped', async () => {
    await world.slack.as(ada).openHome();
    const isThere = () => {
      const home = world.slack.home(ada);
      const text = home === undefined ? '' : world.slack.describeView(home);
      return text.includes('✗ payments-api v45 in prod') && text.includes('✓ payments-api v42 in prod');
    };
    await world.slack.waitFor(isThere, { what: 'the Home tab' });
  });
}
