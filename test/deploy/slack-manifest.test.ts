import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDocuments } from './manifests.ts';

/** https://docs.slack.dev/reference/methods: what a bot token needs for each, in public and in private channels. */
const scopesByMethod: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  // chat:write.public posts to public channels that the bot is not a member of.
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.join': ['channels:join'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.list': ['channels:read', 'groups:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.list': ['users:read', 'users:read.email'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read', 'users:read.email'],
  'usergroups.users.list': ['usergroups:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

const [document] = readDocuments('slack-manifest.yaml');
const manifest = z
  .object({
    display_information: z.object({
      name: z.string().max(35),
      description: z.string().max(140),
      long_description: z.string().min(174).max(4000),
    }),
    features: z.object({
      app_home: z.object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
      slash_commands: z.array(
        z.object({ command: z.string(), url: z.string(), description: z.string(), usage_hint: z.string() }),
      ),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      interactivity: z.object({ is_enabled: z.boolean(), request_url: z.string() }),
      event_subscriptions: z.object({ request_url: z.string(), bot_events: z.array(z.string()) }),
      socket_mode_enabled: z.boolean(),
    }),
  })
  .parse(document);

/** Every `'family.method'` in the adapter, whichever way it is called. */
function methodsUsed(): string[] {
  const folder = new URL('../../src/adapters/slack/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(new URL(path, folder), 'utf8'));
  const family = 'auth|chat|conversations|users|usergroups|views|files|reactions|pins|bookmarks|team|bots';
  const found = sources.join('\n').matchAll(new RegExp(`'((?:${family})\\.[a-z][A-Za-z.]+)'`, 'g'));

  return [...new Set([...found].map(([, method]) => method ?? ''))].sort();
}

/** Every event that a listener of `handlers/events` waits for. */
function eventsHeard(): string[] {
  const folder = new URL('../../handlers/events/', import.meta.url);
  const sources = readdirSync(folder, { encoding: 'utf8' }).map((path) =>
    readFileSync(new URL(path, folder), 'utf8'),
  );
  return sources.flatMap((text) =>
    [...text.matchAll(/app\.event\('([a-z_]+)'/g)].map(([, name]) => name ?? ''),
  );
}

/** Every `command = '/name'` of the handlers. */
function commandsAnswered(): string[] {
  const folder = new URL('../../handlers/commands/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(new URL(path, folder), 'utf8'));
  const found = sources.join('\n').matchAll(/\bcommand = '(\/[a-z-]+)'/g);

  return [...new Set([...found].map(([, command]) => command ?? ''))].sort();
}

/** Every `name: 'lock'` of what may be asked after the command. */
function wordsAnswered(): string[] {
  const folder = new URL('../../handlers/commands/shipmate/', import.meta.url);
  const sources = readdirSync(folder, { encoding: 'utf8' }).map((path) =>
    readFileSync(new URL(path, folder), 'utf8'),
  );
  return sources.flatMap((text) => [...text.matchAll(/\bname: '([a-z]+)'/g)].map(([, name]) => name ?? ''));
}

describe('Slack manifest', () => {
  it('knows the scopes of every Web API method that the adapter calls', () => {
    const used = methodsUsed();

    expect(used).not.toHaveLength(0);
    expect(
      used.filter((method) => scopesByMethod[method] === undefined),
      'add these methods and their scopes to the table in this test',
    ).toEqual([]);
  });

  it('asks for exactly the scopes of those methods, and of commands', () => {
    const ofMethods = methodsUsed().flatMap((method) => scopesByMethod[method] ?? []);
    const needed = new Set([...ofMethods, ...(commandsAnswered().length === 0 ? [] : ['commands'])]);

    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...needed].sort());
  });

  it('declares every command that is answered, and no other', () => {
    const declared = manifest.features.slash_commands.map(({ command }) => command);

    expect(declared.toSorted()).toEqual(commandsAnswered());
  });

  it('hints at every word that the command answers to', () => {
    const [hint = ''] = manifest.features.slash_commands.map((command) => command.usage_hint);
    const hinted = hint.split(' | ').map((each) => each.split(' ')[0] ?? '');

    expect(wordsAnswered()).toContain('lock');
    expect(hinted.toSorted()).toEqual(['help', ...wordsAnswered()].toSorted());
  });

  it('asks for every event that is listened to, and shows the tab that one of them is about', () => {
    expect(eventsHeard()).toContain('app_home_opened');
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(expect.arrayContaining(eventsHeard()));
    expect(manifest.features.app_home).toEqual({ home_tab_enabled: true, messages_tab_enabled: true });
  });

  it('sends clicks, commands and events to the one route that is served', () => {
    const urls = [
      ...manifest.features.slash_commands.map(({ url }) => url),
      manifest.settings.interactivity.request_url,
      manifest.settings.event_subscriptions.request_url,
    ];

    expect([...new Set(urls.map((url) => new URL(url).pathname))]).toEqual(['/slack/events']);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.settings.socket_mode_enabled).toBe(false);
  });
});
