import type { Sighting } from './recorder.ts';
import { type RollbackCompany, replicas, services, startRollbackCompany } from './rollback-company.ts';
import type { Stage, Tour } from './tour.ts';

const channel = '#team-payments';
const ada = 'U0ADA';
const linus = 'U0LINUS';
const mei = 'U0MEI';

type Managed = keyof typeof services;

/** Every way back, who may not take it, who must agree, what is held afterwards, and one that nobody asked for. */
export const rollbackTour: Tour = {
  name: 'rollback',
  title: 'Roll Back, whoever manages the service, as #team-payments sees it',
  channel,
  async open(options) {
    const company = await startRollbackCompany(options);
    return { world: company.world, play: (stage) => play(stage, company) };
  },
};

async function play(stage: Stage, company: RollbackCompany): Promise<void> {
  await byHand(stage, company);
  await wayBack(stage, company, {
    managed: 'argoRollouts',
    button: 'Abort, back to v41',
    who: 'shop is an Argo Rollout',
    what: 'its canary is aborted, and its specification stays',
  });
  await wayBack(stage, company, {
    managed: 'argoCd',
    button: 'Roll back in Argo CD to v41',
    who: 'cards is managed by Argo CD, which does not sync by itself',
    what: 'it returns to its own history',
  });
  await wayBack(stage, company, {
    managed: 'helm',
    button: 'Helm rollback to v41',
    who: 'invoices is a Helm release',
    what: 'its history gets a new revision',
  });
  await wayBack(stage, company, {
    managed: 'tool',
    button: 'Ask ships for v41',
    who: "statements is released by the team's own tool",
    what: 'it is asked by a signed request',
  });
  await throughGit(stage, company);
  await pastFlux(stage, company);
  await withSecondPerson(stage, company);
  await stopped(stage, company);
}

const isRoot = ({ threadTs, onlyFor }: Sighting) => threadTs === undefined && onlyFor === undefined;

/** The first time that the service's card says all of this. */
function see({ recorder }: Stage, managed: Managed, ...texts: readonly string[]): Promise<Sighting> {
  const name = services[managed];
  return recorder.see(
    `${name}: ${texts.join(' + ')}`,
    (seen) => isRoot(seen) && [name, ...texts].every((text) => seen.text.includes(text)),
    { timeoutMs: 30_000 },
  );
}

/** A version that crashes, as its card offers the way back. */
async function crash(
  stage: Stage,
  { release }: RollbackCompany,
  managed: Managed,
  button: string,
): Promise<Sighting> {
  await release(managed, 'v42', 'crashing');
  return see(stage, managed, 'v42', `[ ${button} ]`);
}

async function confirm({ world: { slack } }: Stage, { ts, blocks }: Sighting, buttonText: string) {
  await slack.as(ada).click({ channel, ts, buttonText, stillShown: blocks });
  await slack.waitFor(() => slack.views(ada).length > 0, { what: 'the confirm dialog' });
  await slack.as(ada).submit();
}

function back(stage: Stage, managed: Managed, ...more: readonly string[]): Promise<Sighting> {
  return see(stage, managed, 'olled back by @Ada', `${replicas} of ${replicas} pods on v41`, ...more);
}

async function byHand(stage: Stage, company: RollbackCompany): Promise<void> {
  const { step, recorder, world } = stage;
  const { slack } = world;
  const button = 'Roll back to v41';
  let card: Sighting | undefined;
  await step('payments-api crashes. Mei of team search clicks: refused, with who may', async () => {
    card = await crash(stage, company, 'nobody', button);
    await slack.as(mei).click({ channel, ts: card.ts, buttonText: button });
    await recorder.see('the refusal', (seen) => seen.onlyFor === mei && seen.text.includes('payments'));
  });
  await step(
    `Ada clicks [ ${button} ] and confirms: nobody manages it, so its template goes back`,
    async () => {
      if (card === undefined) throw new Error('there is no card');
      await confirm(stage, card, button);
      card = await back(stage, 'nobody', 'Automatic releases to prod wait until', '[ Unlock ]');
    },
  );
  await step('the service is locked; Linus looks, and lets releases go on', async () => {
    if (card === undefined) throw new Error('there is no card');
    await slack.as(linus).command('/shipmate', 'locks', channel);
    await recorder.see('the locks', (seen) => seen.onlyFor === linus && seen.text.includes('payments-api'));
    await slack.as(linus).click({ channel, ts: card.ts, buttonText: 'Unlock' });
    await see(stage, 'nobody', 'Unlocked by @Linus');
  });
}

interface Way {
  readonly managed: Managed;
  readonly button: string;
  readonly who: string;
  readonly what: string;
}

async function wayBack(stage: Stage, company: RollbackCompany, way: Way): Promise<void> {
  await stage.step(`${way.who}. [ ${way.button} ]: ${way.what}`, async () => {
    await confirm(stage, await crash(stage, company, way.managed, way.button), way.button);
    await see(stage, way.managed, 'olled back by @Ada', 'v41');
  });
}

async function throughGit(stage: Stage, company: RollbackCompany): Promise<void> {
  const button = 'Open revert PR to v41';
  await stage.step(
    `accounts comes from git. [ ${button} ]: a revert is proposed, and the card waits for its merge`,
    async () => {
      await confirm(stage, await crash(stage, company, 'git', button), button);
      await see(stage, 'git', 'waits for the merge of the revert');
    },
  );
  await stage.step('Linus merges it, and v41 is back', async () => {
    await company.mergeRevert('linus');
    await back(stage, 'git');
  });
}

async function pastFlux(stage: Stage, company: RollbackCompany): Promise<void> {
  const button = 'Suspend Flux, roll back to v41';
  let card: Sighting | undefined;
  await stage.step(`ledger is managed by Flux. [ ${button} ]: until a time that everyone sees`, async () => {
    await confirm(stage, await crash(stage, company, 'flux', button), button);
    card = await back(stage, 'flux', 'is suspended until', '[ Resume Flux now ]');
  });
  await stage.step('the change is reverted in git, and Linus resumes Flux: v41 stays', async () => {
    if (card === undefined) throw new Error('there is no card');
    await company.revertForFlux();
    const press = { channel, ts: card.ts, buttonText: 'Resume Flux now', stillShown: card.blocks };
    await stage.world.slack.as(linus).click({ ...press, confirm: true });
    await see(stage, 'flux', 'resumed by @Linus');
  });
}

async function withSecondPerson(stage: Stage, company: RollbackCompany): Promise<void> {
  const button = 'Roll back to v41';
  const { slack } = stage.world;
  let card: Sighting | undefined;
  await stage.step(
    'payouts runs where a second person must agree: Ada asks, and nothing is done yet',
    async () => {
      await confirm(stage, await crash(stage, company, 'secondPerson', button), button);
      card = await see(stage, 'secondPerson', '@Ada wants to roll back vault to v41', '[ Approve ]');
    },
  );
  await stage.step('Linus agrees, and v41 is back', async () => {
    if (card === undefined) throw new Error('there is no card');
    const press = { channel, ts: card.ts, buttonText: 'Approve', stillShown: card.blocks };
    await slack.as(linus).click({ ...press, confirm: true });
    await back(stage, 'secondPerson', 'approved by @Linus');
  });
}

async function stopped(stage: Stage, company: RollbackCompany): Promise<void> {
  let card: Sighting | undefined;
  await stage.step('quotes fails and goes back by itself: announced, with a countdown', async () => {
    await company.release('automatic', 'v42', 'crashing');
    card = await see(stage, 'automatic', 'I roll back prod to v41', 'unless somebody stops me', '[ Stop ]');
    const { ts } = card;
    await stage.recorder.see(
      'the call in the thread',
      ({ threadTs, text }) => threadTs === ts && text.includes('I roll back prod to v41'),
    );
  });
  await stage.step('Linus stops it: v42 stays, and a person decides', async () => {
    if (card === undefined) throw new Error('there is no card');
    await stage.world.slack.as(linus).click({ channel, ts: card.ts, buttonText: 'Stop' });
    await see(stage, 'automatic', '@Linus stopped the automatic rollback', '[ Roll back to v41 ]');
    const { ts } = card;
    await stage.recorder.see(
      'the word in the thread',
      ({ threadTs, text }) => threadTs === ts && text.includes('@Linus stopped the automatic rollback'),
    );
  });
}
