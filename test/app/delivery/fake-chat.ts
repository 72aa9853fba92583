import { PermanentError, TransientError } from '../../../src/errors.ts';
import type { Chat, Message } from '../../../src/ports.ts';

export interface Call {
  readonly method: 'post' | 'update' | 'find';
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

type Outcome =
  | { readonly kind: 'error'; readonly error: Error }
  /** The message is accepted, its answer is lost. */
  | { readonly kind: 'lost' };

export interface FakeChat {
  readonly chat: Chat;
  readonly calls: Call[];
  readonly shown: Shown[];
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

  const chat: Chat = {
    async post({ channel, key, message, threadTs }) {
      const thread = threadTs === undefined ? {} : { threadTs };
      const isLost = await strike({ method: 'post', channel, key, text: message.text, at: now(), ...thread });
      sequence += 1;
      const ts = `${now() / 1_000}.${String(sequence).padStart(6, '0')}`;
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
    async findPosted({ channel, key, threadTs }) {
      await strike({ method: 'find', channel, key, text: '', at: now() });
      const found = shown.findLast(
        (each) => each.channel === idOf(channel) && each.key === key && each.threadTs === threadTs,
      );
      return found && { ts: found.ts };
    },
    postEphemeral: async () => {},
    openView: async () => {},
    updateView: async () => {},
  };

  return {
    chat,
    calls,
    shown,
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
