import { z } from 'zod';

/** Only what is read of Slack's answers; `ok: false` never gets this far. */
export const postedMessage = z.object({ channel: z.string(), ts: z.string() });

export const nothing = z.object({});

export const authTest = z.object({
  team: z.string().default(''),
  url: z.string().default(''),
  user_id: z.string(),
  bot_id: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()).default([]) }).default({ scopes: [] }),
});

const nextCursor = z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' });

const metadata = z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) });

export const messagePage = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().optional(),
      // Other apps' metadata may have any shape, and must not hide ours.
      metadata: metadata.optional().catch(undefined),
      files: z.array(z.object({ id: z.string() })).catch([]),
    }),
  ),
  response_metadata: nextCursor,
});

export const uploadTicket = z.object({ upload_url: z.url(), file_id: z.string() });

export const publishedView = z.object({ view: z.object({ hash: z.string() }) });

export const openedConversation = z.object({ channel: z.object({ id: z.string() }) });

export const conversationPage = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string().default('') })),
  response_metadata: nextCursor,
});

const user = z.object({
  id: z.string(),
  name: z.string().default(''),
  tz: z.string().optional().catch(undefined),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  profile: z
    .object({
      display_name: z.string().default(''),
      real_name: z.string().default(''),
      email: z.string().optional(),
    })
    .default({ display_name: '', real_name: '' }),
});

export type SlackUser = z.infer<typeof user>;

export const userInfo = z.object({ user });

export const userPage = z.object({ members: z.array(user), response_metadata: nextCursor });

export const groupUsers = z.object({ users: z.array(z.string()) });
