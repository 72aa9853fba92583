import type { SlotRequest } from '../../../messages/slot.ts';
import { openStore } from '../../../src/adapters/store/index.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from '../../../src/app/deliver.ts';
import type { SubjectSource } from '../../../src/app/delivery/subject-source.ts';
import type { DeliveryTiming } from '../../../src/app/delivery/timing.ts';
import { answerSubject } from '../../../src/app/subjects/answer-subject.ts';
import { createCardSubject } from '../../../src/app/subjects/card-subject.ts';
import { operatorSubject } from '../../../src/app/subjects/operator-subject.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import type { Message, MessageRecord, Store } from '../../../src/ports.ts';
import { createRecordingLog } from '../../adapters/slack/recording-log.ts';
import { cardSubject, sampleCard } from '../../adapters/store/sample-card.ts';
import { createFakeChat, type FakeChat } from './fake-chat.ts';
import { createFakeTime, type FakeTime, rest } from './fake-time.ts';

export interface Change {
  readonly card: string;
  readonly label: string;
  readonly slot?: string;
  readonly channel?: string;
  readonly priority?: number;
}

export interface Workbench {
  readonly store: Store;
  readonly slack: FakeChat;
  readonly time: FakeTime;
  readonly log: ReturnType<typeof createRecordingLog>;
  readonly delivery: Delivery;
  /** Commits a change as the app does, and nudges. */
  change(change: Change): Promise<void>;
  /** What a person sees in a channel, oldest first; replies as `> …`. */
  read(channel: string): string[];
  /** The card as it is stored. */
  card(card: string): Promise<Card>;
  record(card: string, slot?: string): Promise<MessageRecord | undefined>;
  /** How often messages came to this outcome. */
  outcomes(outcome: string): number;
  /** A second delivery on the same store and Slack, as after a crash. */
  restart(): Promise<Delivery>;
  close(): Promise<void>;
}

/** What a card shows, by its label alone. */
type Render = (card: Card, slot: string, style: string) => Message | undefined;

type WorkbenchOptions = Partial<Pick<DeliveryOptions, 'fallbackChannel' | 'sources'>> & {
  readonly render?: Render;
  readonly timing?: Partial<DeliveryTiming>;
  readonly store?: Store;
};

/** `plan` and `plain` differ, as they do in earnest. */
export function renderLabel(label: string, slot: string, style: string): Message {
  return {
    text: slot === 'card' ? label : `${slot}: ${label}`,
    blocks: [{ type: style === 'plan' ? 'plan' : 'section' }],
  };
}

/** Cards as in earnest, but for what they look like. */
export function cardsAs(render: Render): SubjectSource {
  return createCardSubject({
    teams: [],
    renderer: 'plan',
    now: () => 0,
    render({ card, slot, style, isShort, late }) {
      const rendered = render(card, slot, isShort === true ? `short ${style}` : style);
      return rendered && { ...rendered, text: `${rendered.text}${lateWords(late)}` };
    },
  });
}

/** Of what is new nothing, so that tests of other things read labels alone. */
function lateWords(late: SlotRequest['late']): string {
  if (late === undefined || late.isNew === true) return '';
  return ` (${late.ms / 1_000} s late${late.isAgain ? ' again' : ''})`;
}

/** Delivery on a store in memory and a fake Slack, with a clock of its own. */
export async function setUpDelivery(options: WorkbenchOptions = {}): Promise<Workbench> {
  const time = createFakeTime();
  const store = options.store ?? (await openStore({ path: ':memory:', clock: time.clock }));
  const slack = createFakeChat(() => time.clock.now());
  const log = createRecordingLog();
  const started: Delivery[] = [];

  function begin(): Delivery {
    const delivery = createDelivery({
      store,
      chat: slack.chat,
      clock: time.clock,
      log,
      sources: {
        card: cardsAs(
          options.render ?? ((card, slot, style) => renderLabel(card.version.label, slot, style)),
        ),
        answer: answerSubject,
        operator: operatorSubject,
        ...options.sources,
      },
      timing: { schedule: time.schedule, random: () => 0.5, ...options.timing },
      ...(options.fallbackChannel === undefined ? {} : { fallbackChannel: options.fallbackChannel }),
    });
    started.push(delivery);
    delivery.start();
    return delivery;
  }

  let delivery = begin();

  return {
    store,
    slack,
    time,
    log,
    get delivery() {
      return delivery;
    },
    async change({ card, label, slot = 'card', channel = '#team-payments', priority = 2 }) {
      const { owner } = sampleCard(card);
      await store.transaction(async (session) => {
        const changed = sampleCard(card, { version: { label, image: '' }, owner: { ...owner, channel } });
        await session.saveCard(changed, { following: [], offerIds: [] });
        await session.markDirty({
          subject: cardSubject(card),
          slot,
          channel,
          priority,
          at: time.clock.now(),
        });
      });
      delivery.nudge();
    },
    read: (channel) =>
      slack.shown
        .filter((shown) => shown.channel === channel.replace(/^#/, 'C-'))
        .map(({ threadTs, message }) => `${threadTs === undefined ? '' : '> '}${message.text}`),
    record: (card, slot = 'card') => store.message(cardSubject(card), slot),
    async card(id) {
      const card = await store.card(id);
      if (card === undefined) throw new Error(`no card ${id} is stored`);
      return card;
    },
    outcomes: (outcome) =>
      delivery
        .metrics()
        .outcomes.filter((each) => each.outcome === outcome)
        .reduce((sum, { count }) => sum + count, 0),
    async restart() {
      await delivery.stop();
      delivery = begin();
      await rest();
      return delivery;
    },
    async close() {
      for (const each of started) await each.stop();
      await store.close();
    },
  };
}
