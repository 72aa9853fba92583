import type { Change, SlackStandIn, StoredMessage } from '../../sandbox/slack/index.ts';
import { isJsonObject, objectAt, stringAt } from '../../sandbox/slack/json.ts';
import { channelNames, type Release, releaseKey } from './services.ts';

export interface Shown {
  /** When Slack first showed the verdict of the release; `performance.now()`. */
  verdictAt(release: Release): number | undefined;
}

/** Reads off Slack, as a person would, when it was told that a release is failing, or live. */
export function watchSlack(slack: SlackStandIn): Shown {
  const failing = new Map<string, number>();
  const live = new Map<string, number>();

  slack.onChange((change) => {
    const text = changedText(slack, change);
    const [service] = /service-\d+/.exec(text) ?? [];
    const [, version, verdict] = /\b(v\d+)(?: of \S+)? (is failing|failed|is live) in\b/.exec(text) ?? [];
    if (service === undefined || version === undefined) return;
    const times = verdict === 'is live' ? live : failing;
    const key = releaseKey({ service, version });
    if (!times.has(key)) times.set(key, performance.now());
  });

  return {
    verdictAt: (release) => (release.isCrashing ? failing : live).get(releaseKey(release)),
  };
}

function changedText(slack: SlackStandIn, { type, channel, ts, threadTs }: Change): string {
  if (channel === undefined || ts === undefined) return '';
  if (type !== 'message-posted' && type !== 'message-updated') return '';
  const messages = threadTs === undefined ? slack.messages(channel) : slack.thread(channel, threadTs);
  const message = messages.find((each) => each.ts === ts);
  return message === undefined ? '' : slack.describeMessage(message);
}

/** The bot gives every message a name of its own: one name on two messages is one message, twice. */
export function countDuplicates(slack: SlackStandIn): number {
  const messages = channelNames.flatMap((name) => {
    const channel = `#${name}`;
    return slack.messages(channel).flatMap((root) => slack.thread(channel, root.ts));
  });
  const keys = messages.flatMap(({ metadata }) => keyOf(metadata) ?? []);
  return keys.length - new Set(keys).size;
}

function keyOf(metadata: StoredMessage['metadata']): string | undefined {
  const payload = isJsonObject(metadata) ? objectAt(metadata, 'event_payload') : undefined;
  return payload && stringAt(payload, 'key');
}
