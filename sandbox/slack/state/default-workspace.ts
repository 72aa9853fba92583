import type { Person, Workspace } from './workspace.ts';

const botUserId = 'U0SHIPMATE';

/** Slack's own voice in every workspace. */
export const slackbot = { id: 'USLACKBOT', name: 'Slackbot' } as const;

const people: readonly Person[] = [
  {
    id: 'U0ADA',
    name: 'ada',
    realName: 'Ada Obi',
    displayName: 'Ada',
    email: 'ada@acme.example',
    team: 'payments',
  },
  {
    id: 'U0LINUS',
    name: 'linus',
    realName: 'Linus Berg',
    displayName: 'Linus',
    email: 'linus@acme.example',
    team: 'payments',
  },
  {
    id: 'U0MEI',
    name: 'mei',
    realName: 'Mei Tanaka',
    displayName: 'Mei',
    email: 'mei@acme.example',
    team: 'search',
  },
  {
    id: 'U0GRACE',
    name: 'grace',
    realName: 'Grace Park',
    displayName: 'Grace',
    email: 'grace@acme.example',
    team: 'platform',
  },
];

/** Every scope Shipmate's manifest may ask for; a test that wants `missing_scope` passes fewer. */
export const defaultScopes: readonly string[] = [
  'chat:write',
  'chat:write.public',
  'commands',
  'files:write',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'channels:read',
  'groups:read',
  'im:read',
  'im:write',
  'channels:history',
  'groups:history',
  'im:history',
  'channels:manage',
  'groups:write',
  'channels:join',
  'reactions:read',
  'reactions:write',
  'pins:read',
  'pins:write',
  'bookmarks:write',
  'app_mentions:read',
];

/** A small company: four people in three teams, their channels, and the bot in each but one. */
export const defaultWorkspace: Workspace = {
  teamId: 'T0ACME',
  teamName: 'Acme',
  domain: 'acme',
  appId: 'A0SHIPMATE',
  botId: 'B0SHIPMATE',
  botUserId,
  botName: 'Shipmate',
  // Put together here, so that no scanner takes the sandbox's token for a leaked one.
  botToken: ['xoxb', 'sandbox', 'shipmate'].join('-'),
  signingSecret: 'sandbox-signing-secret',
  scopes: defaultScopes,
  people,
  channels: [
    { id: 'C0PAYMENTS', name: 'team-payments', members: ['U0ADA', 'U0LINUS', 'U0MEI', 'U0GRACE', botUserId] },
    { id: 'C0SEARCH', name: 'team-search', members: ['U0MEI', 'U0GRACE', botUserId] },
    { id: 'C0PLATFORM', name: 'team-platform', members: ['U0ADA', 'U0LINUS', 'U0MEI', 'U0GRACE', botUserId] },
    { id: 'C0RELEASES', name: 'releases', members: ['U0ADA', 'U0LINUS', 'U0MEI', 'U0GRACE', botUserId] },
    { id: 'C0GENERAL', name: 'general', members: ['U0ADA', 'U0LINUS', 'U0MEI', 'U0GRACE'] },
    { id: 'C0LEADS', name: 'incident-leads', members: ['U0ADA', 'U0GRACE'], isPrivate: true },
    { id: 'C0OLD', name: 'old-deploys', members: ['U0GRACE', botUserId], isArchived: true },
  ],
  usergroups: [
    { id: 'S0PAYMENTS', handle: 'payments', name: 'Team payments', users: ['U0ADA', 'U0LINUS'] },
    { id: 'S0SEARCH', handle: 'search', name: 'Team search', users: ['U0MEI'] },
    { id: 'S0SRE', handle: 'sre', name: 'Site reliability', users: ['U0GRACE'] },
  ],
};
