/** Where a link to a message leads. */
export interface Destination {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
}

/** `https://acme.slack.com/archives/C0PAYMENTS/p1795660183556003`; undefined for a link to anywhere else. */
export function readPermalink(url: string): Destination | undefined {
  const found = /^https:\/\/[\w-]+\.slack\.com\/archives\/(\w+)\/p(\d+)(\d{6})(?:\?|$)/.exec(url);
  if (!found) return undefined;
  const [, channel = '', seconds, fraction] = found;
  const thread = new URL(url).searchParams.get('thread_ts') ?? undefined;
  return { channel, ts: `${seconds}.${fraction}`, thread };
}
