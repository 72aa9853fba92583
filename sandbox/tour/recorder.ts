import type { SlackStandIn, StoredMessage } from '../slack/index.ts';

/** What a channel's messages have said, every edit included: a person who never looks away. */
export interface Recorder {
  /** Every text that the message in which `text` appears has ever shown, oldest first. */
  readonly sightings: readonly Sighting[];
  /** Resolves with the first sighting since `from` that fits; rejects with what was seen instead. */
  see(
    what: string,
    fits: (sighting: Sighting) => boolean,
    options?: { from?: number; timeoutMs?: number },
  ): Promise<Sighting>;
  stop(): void;
}

export interface Sighting {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** Set when only this person sees it. */
  readonly onlyFor: string | undefined;
  /** As a person reads it. */
  readonly text: string;
  readonly blocks: StoredMessage['blocks'];
}

export function createRecorder(slack: SlackStandIn, channel: string): Recorder {
  const sightings: Sighting[] = [];
  const last = new Map<string, string>();

  function look(): void {
    const roots = slack.messages(channel);
    const all = [
      ...roots.flatMap((root) => slack.thread(channel, root.ts)),
      ...slack.users.flatMap((user) => slack.ephemerals(channel, user.id)),
    ];
    for (const message of all) note(message);
  }

  function note(message: StoredMessage): void {
    const text = slack.describeMessage(message);
    if (last.get(message.ts) === text) return;
    last.set(message.ts, text);
    sightings.push({
      channel,
      ts: message.ts,
      threadTs: message.threadTs,
      onlyFor: message.ephemeralFor,
      text,
      blocks: message.blocks,
    });
  }

  const stop = slack.onChange(look);
  look();

  return {
    sightings,
    stop,
    see(what, fits, { from = 0, timeoutMs = 15_000 } = {}) {
      return slack.waitFor(() => sightings.slice(from).find(fits), { what, timeoutMs });
    },
  };
}
