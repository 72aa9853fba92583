import { PermanentError, TransientError } from '../../../src/errors.ts';
import type { Chat, Message } from '../../../src/ports.ts';

export interface Call {
  readonly method: 'post' | 'update' | 'find' | 'stage' | 'share' | 'look' | 'answer' | 'respond' | 'publish';
  readonly channel: string;
  readonly key: string;
  readonly text: string;
  readonly at: number;
  readonly threadTs?: string;
}

export interface Shown {
  readonly channel: string;
  readonly ts: string;
  readonly key: string;
  readonly threadTs?: string;
  message: Message;
}

export interface SharedText {
  readonly channel: string;
  readonly threadTs: string;
  readonly title: string;
  readonly text: string;
}

type Outcome =
  | { readonly kind: 'error'; readonly error: Error }
  /** The message is accepted, its answer is lost. */
  | { readonly kind: 'lost' };

export interface FakeChat {
  readonly chat: Chat;
  readonly calls: Call[];
  readonly shown: Shown[];
  /** Files in threads, in the order they were shared. */
  readonly files: SharedText[];
  /** Answers, as `channel user: text` or `address: text`. */
  readonly answers: string[];
  /** What is published on Home tabs, by person. */
  readonly homes: Map<string, { view: object; hash: string }>;
  /** What becomes of the next calls that match; the rest go through. */
  fail(match: Partial<Pick<Call, 'method' | 'channel' | 'key'>>, outcome: Outcome, times?: number): void;
  /** Holds calls until released. */
  hold(): () => void;
  remove(key: string): void;
  called(method: Call['method']): Call[];
}

export const refusal = (code: string): Outcome => ({ kind: 'error', error: new PermanentError(code, code) });
export const limited = (retryAfterMs: number): Outcome => ({
  kind: 'error',
  error: new TransientError('ratelimited', 'slow down', { retryAfterMs }),
});
export const down: Outcome = {
  kind: 'error',
  error: new TransientError('unreachable', 'down', { outcome: 'not-done' }),
};
export const noAnswer: Outcome = {
  kind: 'error',
  error: new TransientError('timeout', 'no answer', { outcome: 'unknown' }),
};
export const lost: Outcome = { kind: 'lost' };

/** A Slack in memory that keeps what it shows. Names of channels resolve to ids: `#a` is `C-a`. */
export function createFakeChat(now: () => number): FakeChat {
  const calls: Call[] = [];
  const shown: Shown[] = [];
  const failures: { match: object; outcome: Outcome; left: number }[] = [];
  let gate: Promise<void> = Promise.resolve();
  let sequence = 0;
  const idOf = (channel: string) => channel.replace(/^#/, 'C-');

  /** Answers whether the answer is to be lost. */
  async function strike(call: Call): Promise<boolean> {
    calls.push(call);
    await gate;
    const failure = failures.find(
      ({ match, left }) =>
        left > 0 && Object.entries(match).every(([name, value]) => Reflect.get(call, name) === value),
    );
    if (failure === undefined) return false;
    failure.left -= 1;
    if (failure.outcome.kind === 'error') throw failure.outcome.error;
    return true;
  }

  function answer<T>(value: T, isLost: boolean): T {
    if (isLost) throw new TransientError('connection_lost', 'lost', { outcome: 'unknown' });
    return value;
  }

  const files: SharedText[] = [];
  const staged = new Map<string, string>();
  const shared = new Set<string>();
  const answers: string[] = [];
  const homes = new Map<string, { view: object; hash: string }>();
  const next = () => {
    sequence += 1;
    return sequence;
  };

  const chat: Chat = {
    async post({ channel, key, message, threadTs }) {
      const thread = threadTs === undefined ? {} : { threadTs };
      const isLost = await strike({ method: 'post', channel, key, text: message.text, at: now(), ...thread });
      const ts = `${now() / 1_000}.${String(next()).padStart(6, '0')}`;
      shown.push({ channel: idOf(channel), ts, key, message, ...thread });
      return answer({ channel: idOf(channel), ts }, isLost);
    },
    async update({ channel, ts, key, message }) {
      const isLost = await strike({ method: 'update', channel, key, text: message.text, at: now() });
      const target = shown.find((each) => each.ts === ts && each.channel === idOf(channel));
      if (target === undefined) throw new PermanentError('message_not_found', 'gone');
      target.message = message;
      answer(undefined, isLost);
    },
    async findPosted({ channel, key, threadTs, after }) {
      await strike({ method: 'find', channel, key, text: '', at: now() });
      const later = shown.slice(shown.findIndex(({ ts }) => ts === after) + 1);
      const found = later.findLast(
        (each) => each.channel === idOf(channel) && each.key === key && each.threadTs === threadTs,
      );
      return found && { channel: found.channel, ts: found.ts };
    },
    async stageFile({ filename, text }) {
      await strike({ method: 'stage', channel: '', key: filename, text, at: now() });
      if (text === '') throw new PermanentError('missing_argument', 'an empty file');
      const id = `F${next()}`;
      staged.set(id, text);
      return id;
    },
    async shareFile({ channel, threadTs, fileId, title }) {
      const isLost = await strike({ method: 'share', channel, key: fileId, text: title, at: now() });
      const text = staged.get(fileId);
      if (text === undefined) throw new PermanentError('file_not_found', 'never staged, or shared already');
      staged.delete(fileId);
      shared.add(fileId);
      files.push({ channel: idOf(channel), threadTs, title, text });
      answer(undefined, isLost);
    },
    async isFileShared({ channel, fileId }) {
      // A look that is lost comes too early: what was shared shows after a while.
      const isEarly = await strike({ method: 'look', channel, key: fileId, text: '', at: now() });
      return !isEarly && shared.has(fileId);
    },
    async respond({ responseUrl, message }) {
      const call = { method: 'respond', channel: responseUrl, key: responseUrl } as const;
      const isLost = await strike({ ...call, text: message.text, at: now() });
      answers.push(`${responseUrl}: ${message.text}`);
      answer(undefined, isLost);
    },
    async postEphemeral({ channel, user, message }) {
      const isLost = await strike({ method: 'answer', channel, key: user, text: message.text, at: now() });
      answers.push(`${channel} ${user}: ${message.text}`);
      answer(undefined, isLost);
    },
    async publishView({ user, view, hash }) {
      const isLost = await strike({
        method: 'publish',
        channel: user,
        key: user,
        text: JSON.stringify(view),
        at: now(),
      });
      const present = homes.get(user);
      if (hash !== undefined && present !== undefined && hash !== present.hash)
        throw new PermanentError('hash_conflict', 'another view is there');
      const published = { view, hash: `hash-${next()}` };
      homes.set(user, published);
      return answer({ hash: published.hash }, isLost);
    },
    openView: async () => {},
    updateView: async () => {},
  };

  return {
    chat,
    calls,
    shown,
    files,
    answers,
    homes,
    fail: (match, outcome, times = 1) => failures.push({ match, outcome, left: times }),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    remove(key) {
      const index = shown.findIndex((each) => each.key === key);
      if (index >= 0) shown.splice(index, 1);
    },
    called: (method) => calls.filter((call) => call.method === method),
  };
}
