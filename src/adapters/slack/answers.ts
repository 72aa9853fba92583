/** What a listener passes to `ack`: nothing, a text, or an object such as a `response_action`. */
export type Answer = string | object | undefined;

export interface Answers {
  /** To be called before the request is stored, so that no answer comes too early. */
  expect(key: string): ExpectedAnswer;
  /** False when no request waits for the answer any more. The second answer to the same key is dropped. */
  give(key: string, answer: Answer): boolean;
  /** Its listeners are through: a request that still waits gets an empty answer. */
  end(key: string): void;
}

export interface ExpectedAnswer {
  /** Undefined when none came in time. Ends the waiting in any case. */
  within(ms: number): Promise<{ readonly answer: Answer } | undefined>;
}

const mostRemembered = 1_000;

/** Brings what a listener answers back to the HTTP request that waits for it. */
export function createAnswers(): Answers {
  const waiting = new Map<string, (given: { readonly answer: Answer }) => void>();
  /** Keys of requests that were answered and are tried again: nobody hears the same twice. */
  const answered = new Set<string>();

  function remember(key: string): void {
    answered.add(key);
    const [oldest] = answered;
    if (answered.size > mostRemembered && oldest !== undefined) answered.delete(oldest);
  }

  return {
    expect(key) {
      const { promise, resolve } = Promise.withResolvers<{ readonly answer: Answer } | undefined>();
      if (!waiting.has(key)) waiting.set(key, resolve);
      return {
        async within(ms) {
          const timer = setTimeout(resolve, ms, undefined);
          const given = await promise;
          clearTimeout(timer);
          if (waiting.get(key) === resolve) waiting.delete(key);
          return given;
        },
      };
    },
    give(key, answer) {
      if (answered.has(key)) return true;
      const resolve = waiting.get(key);
      remember(key);
      waiting.delete(key);
      resolve?.({ answer });
      return resolve !== undefined;
    },
    end(key) {
      waiting.get(key)?.({ answer: undefined });
      waiting.delete(key);
      answered.delete(key);
    },
  };
}
