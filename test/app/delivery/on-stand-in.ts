import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type SlackStandIn,
  type SlackStandInOptions,
  startSlackStandIn,
} from '../../../sandbox/slack/index.ts';
import { createSlack } from '../../../src/adapters/slack/index.ts';
import { openStore } from '../../../src/adapters/store/index.ts';
import { createDelivery, type Delivery } from '../../../src/app/deliver.ts';
import type { SubjectSources } from '../../../src/app/delivery/subject-source.ts';
import { type Priority, priorities } from '../../../src/app/priorities.ts';
import { answerSubject } from '../../../src/app/subjects/answer-subject.ts';
import { operatorSubject } from '../../../src/app/subjects/operator-subject.ts';
import type { Store } from '../../../src/ports.ts';
import { createRecordingLog } from '../../adapters/slack/recording-log.ts';
import { cardSubject, sampleCard } from '../../adapters/store/sample-card.ts';
import { cardsAs } from './workbench.ts';

export interface Change {
  readonly card?: string;
  readonly label: string;
  readonly slot?: string;
  readonly channel?: string;
  readonly priority?: Priority;
}

export interface OnStandIn {
  readonly standIn: SlackStandIn;
  readonly store: Store;
  readonly log: ReturnType<typeof createRecordingLog>;
  readonly delivery: Delivery;
  /** Commits a change as the app does, and nudges. */
  change(change: Change): Promise<void>;
  /** A file in the thread of the card. */
  attach(text: string, card?: string): Promise<void>;
  texts(channel: string): string[];
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export const clock = { now: () => Date.now() };
export const fallback = 'C0PLATFORM';

interface Options {
  readonly slack?: SlackStandInOptions;
  readonly sources?: SubjectSources;
}

/** Delivery with the real store and adapter on the Slack stand-in. A card shows its label, in one section. */
export async function setUpOnStandIn({ slack = {}, sources = {} }: Options = {}): Promise<OnStandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-delivery-'));
  const standIn = await startSlackStandIn(slack);
  const log = createRecordingLog();
  let store: Store;
  let delivery: Delivery;

  async function start(): Promise<void> {
    store = await openStore({ path: join(folder, 'shipmate.db'), clock });
    const { botToken, apiUrl } = standIn;
    const { chat } = createSlack({ botToken, apiUrl, log, clock });
    delivery = createDelivery({
      store,
      chat,
      clock,
      log,
      fallbackChannel: '#team-platform',
      timing: {
        firstRetryMs: 10,
        unknownOutcomeMs: 10,
        unknownUploadMs: 10,
        suspensionMs: 50,
        trickleMs: 50,
      },
      sources: { card: cards, answer: answerSubject, operator: operatorSubject, ...sources },
    });
    delivery.start();
  }

  async function stop(): Promise<void> {
    await delivery.stop();
    await store.close();
  }

  await start();
  return {
    standIn,
    log,
    get store() {
      return store;
    },
    get delivery() {
      return delivery;
    },
    async change({ card = 'card-1', label, slot = 'card', channel = '#team-payments', priority }) {
      const { owner } = sampleCard(card);
      await store.transaction(async (session) => {
        const changed = sampleCard(card, { version: { label, image: '' }, owner: { ...owner, channel } });
        await session.saveCard(changed, { following: [], offerIds: [] });
        const urgency = priority ?? priorities.newCard;
        const at = clock.now();
        await session.markDirty({ subject: cardSubject(card), slot, channel, priority: urgency, at });
      });
      delivery.nudge();
    },
    async attach(text, card = 'card-1') {
      const file = { cardId: card, slot: 'file/log', filename: 'payments-api.log', title: 'Whole log', text };
      const at = clock.now();
      await store.transaction(async (session) => {
        await session.saveAttachment({ ...file, at });
        const name = { subject: cardSubject(card), slot: file.slot };
        const priority = priorities.evidence;
        await session.markDirty({ ...name, channel: '#team-payments', priority, at });
      });
      delivery.nudge();
    },
    texts: (channel) => standIn.messages(channel).map(({ text }) => text),
    stop,
    start,
    async close() {
      await stop();
      await standIn.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Slack refuses an empty text, as it would plan blocks that it does not know. */
const cards = cardsAs(({ version: { label } }, slot, style) => ({
  text: `${slot} ${label}`,
  blocks: [
    { type: 'section', text: { type: 'plain_text', text: label === 'odd' && style === 'plan' ? '' : label } },
  ],
}));
