import nock from 'nock';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createSlack } from '../../../src/adapters/slack/index.ts';
import type { Clock } from '../../../src/ports.ts';
import { createRecordingLog } from './recording-log.ts';

export const origin = 'https://slack.test';

/** Every request of the test file ends in nock or fails. */
export function useNock(): void {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}

export function slackOnNock(clock: Clock = { now: () => 0 }) {
  return createSlack({ botToken: 'xoxb-secret', apiUrl: `${origin}/api/`, log: createRecordingLog(), clock });
}

export function answers(method: string, body: object, headers: Record<string, string> = {}) {
  return nock(origin).post(`/api/${method}`).reply(200, body, headers);
}

export const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
