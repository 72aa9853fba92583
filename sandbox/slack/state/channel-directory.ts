import type { ChangeFeed } from './change-feed.ts';
import type { Channel, ChannelSeed } from './workspace.ts';

export interface ChannelDirectory {
  all(): Channel[];
  /** By id, by `#name` or by name; a person's id finds the direct message with them. */
  find(reference: string): Channel | undefined;
  add(channel: Channel): Channel;
  directWith(userId: string): Channel;
  changed(channel: Channel): void;
}

export interface ChannelDirectorySeed {
  channels: readonly ChannelSeed[];
  botUserId: string;
  isPerson(userId: string): boolean;
  nowSeconds(): number;
}

export function createChannelDirectory(seed: ChannelDirectorySeed, changes: ChangeFeed): ChannelDirectory {
  const fresh = (channel: ChannelSeed): Channel => ({
    isPrivate: false,
    isArchived: false,
    topic: '',
    purpose: '',
    creator: seed.botUserId,
    createdAtSeconds: seed.nowSeconds(),
    ...channel,
    members: new Set(channel.members),
  });
  const byId = new Map(seed.channels.map((channel) => [channel.id, fresh(channel)]));

  const directory: ChannelDirectory = {
    all: () => [...byId.values()],
    find(reference) {
      const known = byId.get(reference);
      if (known) return known;
      if (seed.isPerson(reference)) return directory.directWith(reference);
      const name = reference.replace(/^#/, '');
      return directory.all().find((channel) => channel.name === name && channel.directWith === undefined);
    },
    add(channel) {
      byId.set(channel.id, channel);
      directory.changed(channel);
      return channel;
    },
    directWith(userId) {
      const id = `D${userId.slice(1)}`;
      const members = [userId, seed.botUserId];
      return (
        byId.get(id) ??
        directory.add({ ...fresh({ id, name: userId, members, isPrivate: true }), directWith: userId })
      );
    },
    changed(channel) {
      changes.emit({ type: 'channel-changed', channel: channel.id });
    },
  };
  return directory;
}
