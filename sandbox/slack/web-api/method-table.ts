import { blocks } from './methods/blocks.ts';
import { chatEdit } from './methods/chat-edit.ts';
import { chatPost } from './methods/chat-post.ts';
import { conversationsRead } from './methods/conversations-read.ts';
import { conversationsWrite } from './methods/conversations-write.ts';
import { files } from './methods/files.ts';
import { marks } from './methods/marks.ts';
import { session } from './methods/session.ts';
import { usergroups } from './methods/usergroups.ts';
import { users } from './methods/users.ts';
import { views } from './methods/views.ts';
import type { WebApiMethod } from './web-api-method.ts';

/** Every method this Slack knows; any other name is `unknown_method`. */
export const methodTable: ReadonlyMap<string, WebApiMethod> = new Map(
  Object.entries({
    ...session,
    ...blocks,
    ...chatPost,
    ...chatEdit,
    ...views,
    ...users,
    ...usergroups,
    ...conversationsRead,
    ...conversationsWrite,
    ...marks,
    ...files,
  }),
);
