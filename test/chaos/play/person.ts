import type { SlackStandIn, StoredMessage } from '../../../sandbox/slack/index.ts';
import { pause } from './pause.ts';
import type { RunContext } from './run-context.ts';

interface RollbackWish {
  readonly service: string;
  readonly version: string;
  readonly channel: string;
  /** Who presses the button. */
  readonly userId: string;
}

const lookEveryMs = 2_000;
const modalWithinMs = 6_000;
const patienceMs = 40 * 60_000;

/**
 * Rolls a version back from its card, as a person does who will not give up: waits for the button, presses it, confirms,
 * and begins again when nothing comes of it. Resolves when the card says that it is done; or when it offers a version
 * that has never run, because the bot saw no other: then the person leaves it.
 */
export async function rollBackFromCard(context: RunContext, wish: RollbackWish): Promise<void> {
  const { slack, signal } = context;
  const giveUpAt = Date.now() + patienceMs;
  while (Date.now() < giveUpAt) {
    const card = findCard(slack, wish);
    const text = card === undefined ? '' : slack.describeMessage(card);
    if (/^Rolled back by /m.test(text)) return;
    const offered = /\[ Roll back to (\S+) \]/.exec(text)?.[1];
    if (offered !== undefined && !hasRun(context, wish.service, offered)) return;
    if (card !== undefined && offered !== undefined) await press(context, wish, card);
    await pause(lookEveryMs, signal);
  }
  throw new Error(`${wish.service} ${wish.version} could not be rolled back from its card`);
}

/** What ran before the bot came is in no ledger. */
function hasRun({ ledger }: RunContext, service: string, version: string): boolean {
  const releases = ledger.releases.filter((each) => each.service === service && each.version === version);
  return releases.length === 0 || releases.some(({ completeAt }) => completeAt !== undefined);
}

function findCard(
  slack: SlackStandIn,
  { service, version, channel }: RollbackWish,
): StoredMessage | undefined {
  return slack
    .messages(channel)
    .findLast((message) =>
      (slack.describeMessage(message).split('\n')[0] ?? '').includes(`${service} · ${version}`),
    );
}

async function press(context: RunContext, wish: RollbackWish, card: StoredMessage): Promise<void> {
  const { slack, signal } = context;
  const person = slack.as(wish.userId);
  const buttonText = /\[ (Roll back to [^\]]+) \]/.exec(slack.describeMessage(card))?.[1];
  if (buttonText === undefined) return;
  context.note(`${wish.userId} presses "${buttonText}" of ${wish.service} ${wish.version}`);
  const stillShown = structuredClone(card.blocks);
  // Whatever Slack says of it, the person sees only whether a window opens.
  await person.click({ channel: wish.channel, ts: card.ts, buttonText, stillShown }).catch(() => undefined);
  const closeAt = Date.now() + modalWithinMs;
  while (slack.views(wish.userId).length === 0 && Date.now() < closeAt) await pause(200, signal);
  if (slack.views(wish.userId).length === 0) return;
  await person.submit().catch(() => undefined);
  await pause(lookEveryMs, signal);
  while (slack.views(wish.userId).length > 0) await person.closeView().catch(() => undefined);
}
