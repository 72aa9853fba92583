import { onTestFinished } from 'vitest';
import type { StoredFile, StoredMessage } from '../../sandbox/slack/index.ts';
import { createRecorder, type Recorder, type Sighting } from '../../sandbox/tour/recorder.ts';
import { startWorld, type World, type WorldOptions } from '../../sandbox/world.ts';
import type { Log } from '../../src/ports.ts';

export const people = { ada: 'U0ADA', linus: 'U0LINUS', mei: 'U0MEI', grace: 'U0GRACE' } as const;
export const paymentsChannel = '#team-payments';

export interface LogLine {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

/** The whole bot between its Slack and its cluster, and a person who reads along. */
export interface Dialogue extends World {
  readonly recorder: Recorder;
  /** What an operator reads in the log. */
  readonly logged: readonly LogLine[];
  /** The first message of the channel that says all of this, as it stands now. */
  card(...texts: readonly string[]): Promise<StoredMessage>;
  /** The first file in the thread of a card, as Slack has it. */
  file(card: StoredMessage): Promise<StoredFile>;
  /** The first thing that any message of the channel has ever shown that says all of this at once. */
  saw(...texts: readonly string[]): Promise<Sighting>;
  /** What a person is told and nobody else, once it says this. */
  told(userId: string, text: string): Promise<string>;
  /** Presses the button of a card and confirms in the modal. */
  rollBack(userId: string, card: StoredMessage, button?: string): Promise<void>;
  /** Presses the button and waits for the modal, whether it asks or refuses. */
  press(userId: string, card: StoredMessage, button?: string): Promise<void>;
  /** Presses a button that asks back on the spot, and goes through with it. */
  answer(userId: string, card: StoredMessage, button: string): Promise<void>;
}

export interface DialogueOptions extends WorldOptions {
  readonly channel?: string;
}

/** Ends by itself with the test. Slack's rate limits are off unless the test is about them. */
export async function startDialogue(options: DialogueOptions = {}): Promise<Dialogue> {
  const channel = options.channel ?? paymentsChannel;
  const { log, logged } = createLogBook();
  const world = await startWorld({ pace: 0.1, limits: 'off', log, ...options });
  onTestFinished(() => world.close());
  const recorder = createRecorder(world.slack, channel);
  const { slack } = world;

  const read = (message: StoredMessage) => slack.describeMessage(message);
  const dialogue: Omit<Dialogue, keyof World> = {
    recorder,
    logged,
    card(...texts) {
      const fits = (message: StoredMessage) => texts.every((text) => read(message).includes(text));
      // A copy: the stand-in's own goes on with every edit.
      const find = () =>
        slack
          .messages(channel)
          .filter(fits)
          .map((message) => ({ ...message }))[0];
      return slack.waitFor(find, {
        what: texts.join(' + '),
        timeoutMs: 10_000,
      });
    },
    file(card) {
      const find = () => slack.thread(channel, card.ts).flatMap(({ files }) => files ?? [])[0];
      return slack.waitFor(find, { what: 'a file in the thread', timeoutMs: 10_000 });
    },
    saw(...texts) {
      return recorder.see(texts.join(' + '), ({ text }) => texts.every((each) => text.includes(each)));
    },
    told(userId, text) {
      const find = () =>
        slack
          .ephemerals(channel, userId)
          .map(read)
          .find((each) => each.includes(text));
      return slack.waitFor(find, { what: `"${text}", told to ${userId}`, timeoutMs: 10_000 });
    },
    async press(userId, card, buttonText = 'Roll back to v42') {
      await slack.as(userId).click({ channel, ts: card.ts, buttonText, stillShown: card.blocks });
    },
    async answer(userId, card, buttonText) {
      const target = { channel, ts: card.ts, buttonText, stillShown: card.blocks, confirm: true };
      await slack.as(userId).click(target);
    },
    async rollBack(userId, card, button) {
      await dialogue.press(userId, card, button);
      await slack.waitFor(() => slack.views(userId).length > 0, { what: 'the modal' });
      await slack.as(userId).submit();
    },
  };
  // `bot` is a getter, so the world is extended rather than copied.
  return Object.assign(Object.create(world) as World, dialogue);
}

function createLogBook(): { log: Log; logged: readonly LogLine[] } {
  const logged: LogLine[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields, message });
  return { logged, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}
