import type { FastifyInstance } from 'fastify';
import type { Channel, SlackStandIn, StoredMessage, StoredView } from '../slack/index.ts';
import { slackbot } from '../slack/state/default-workspace.ts';
import type { PageOptions } from './server.ts';

/** What the page reads: the workspace once, then channels and views of the person it looks through. */
export function registerReading(app: FastifyInstance, { slack, deployer }: PageOptions): void {
  app.get('/api/workspace', () => ({
    teamName: slack.teamName,
    bot: { id: slack.botUserId, name: slack.botName },
    people: slack.users.map(({ id, displayName, realName, team }) => ({
      id,
      displayName,
      realName,
      team: team ?? '',
    })),
    slackbot,
    commands: slack.commands,
    usergroups: slack.usergroups.map(({ id, handle }) => ({ id, handle })),
    deploy: deployer.options(),
  }));

  app.get<{ Querystring: { as?: string } }>('/api/channels', ({ query }) => {
    const person = requirePerson(slack, query.as);
    return slack.channels
      .filter((channel) => channel.members.has(person))
      .map((channel) => readChannel(channel, slack, person));
  });

  app.get<{ Params: { channel: string }; Querystring: { as?: string } }>(
    '/api/channels/:channel/messages',
    ({ params, query }) => {
      const person = requirePerson(slack, query.as);
      const channel = slack.channels.find(({ id }) => id === params.channel);
      if (!channel?.members.has(person)) throw new Error('This person is not in that channel.');
      return readMessages(channel.id, slack, person);
    },
  );

  app.get<{ Querystring: { as?: string } }>('/api/views', ({ query }) => {
    const person = requirePerson(slack, query.as);
    const home = slack.home(person);
    return { modals: slack.views(person).map(readView), home: home ? readView(home) : null };
  });
}

function requirePerson(slack: SlackStandIn, userId: string | undefined): string {
  if (!slack.users.some(({ id }) => id === userId) || userId === undefined)
    throw new Error('Say as whom you look: ?as=U….');
  return userId;
}

function readChannel(channel: Channel, slack: SlackStandIn, person: string) {
  const messages = readMessages(channel.id, slack, person);

  return {
    id: channel.id,
    name: channel.directWith === undefined ? channel.name : slack.botName,
    kind: channel.directWith === undefined ? (channel.isPrivate ? 'private' : 'public') : 'direct',
    isArchived: channel.isArchived,
    topic: channel.topic,
    memberCount: channel.members.size,
    /** Enough to count what is unread. */
    messages: messages.map(({ ts, user, notified, threadTs }) => ({
      ts,
      user,
      notified,
      threadTs: threadTs ?? null,
    })),
  };
}

function readMessages(channel: string, slack: SlackStandIn, person: string): StoredMessage[] {
  const roots = slack.messages(channel).filter((message) => message.threadTs === undefined);
  const everyone = roots.flatMap((root) => slack.thread(channel, root.ts));
  return [...everyone, ...slack.ephemerals(channel, person)].sort(
    (one, other) => Number(one.ts) - Number(other.ts),
  );
}

function readView({ id, definition, hash, errors, values }: StoredView) {
  return { id, definition, hash, errors, values };
}
