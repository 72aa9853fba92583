import type { Change, SlackStandIn, StoredMessage } from '../../sandbox/slack/index.ts';

/** By service, in epoch milliseconds. */
export interface SlackTimes {
  /** When Slack first showed that v2 is failing, on the card or in its thread. */
  readonly failingAt: ReadonlyMap<string, number>;
  /** When the card showed the end of the rollout. */
  readonly endedAt: ReadonlyMap<string, number>;
  stop(): void;
}

/** Reads off Slack, as a person would, when something was told. */
export function watchSlack(slack: SlackStandIn): SlackTimes {
  const failingAt = new Map<string, number>();
  const endedAt = new Map<string, number>();
  const note = (times: Map<string, number>, name: string) => {
    if (!times.has(name)) times.set(name, performance.timeOrigin + performance.now());
  };

  const stop = slack.onChange((change) => {
    const message = changed(slack, change);
    if (message === undefined) return;
    const text = slack.describeMessage(message);
    const name = /service-\d+/.exec(text)?.[0];
    if (name === undefined) return;
    if (/\bis failing\b|\bfailed\b/.test(text)) note(failingAt, name);
    if (message.threadTs === undefined && /v2 is live in|v2 failed in/.test(text)) note(endedAt, name);
  });
  return { failingAt, endedAt, stop };
}

function changed(slack: SlackStandIn, { type, channel, ts, threadTs }: Change): StoredMessage | undefined {
  if (channel === undefined || ts === undefined) return undefined;
  if (type !== 'message-posted' && type !== 'message-updated') return undefined;
  const messages = threadTs === undefined ? slack.messages(channel) : slack.thread(channel, threadTs);
  return messages.find((message) => message.ts === ts);
}
