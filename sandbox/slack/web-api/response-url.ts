import type { JsonObject } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { ResponseTarget } from '../state/response-urls.ts';
import type { World } from '../state/world.ts';
import type { Answer } from './answer-call.ts';
import type { CallArguments } from './call-arguments.ts';
import { type MessageContent, readMessageContent } from './message-content.ts';

/** Answers a post to a `response_url`: a new message, a replacement, or a deletion. */
export function answerResponseUrl(token: string, call: CallArguments, world: World): Answer {
  const target = world.responseUrls.use(token);
  if (typeof target === 'string') return refusal(404, target);

  try {
    respond(target, call, world);
    return { status: 200, headers: {}, body: { ok: true } };
  } catch (error) {
    if (error instanceof SlackApiError) return refusal(400, error.code, error.details);
    throw error;
  }
}

function refusal(status: number, error: string, details: JsonObject = {}): Answer {
  return { status, headers: {}, body: { ok: false, error, ...details } };
}

function respond(target: ResponseTarget, call: CallArguments, world: World): void {
  const original =
    target.messageTs === undefined ? undefined : world.messages.find(target.channel, target.messageTs);
  if (call.flag('delete_original')) {
    if (!original) throw new SlackApiError('message_not_found');
    world.messages.remove(original);
    return;
  }

  const content = readMessageContent(call, world);
  if (call.flag('replace_original')) {
    if (!original) throw new SlackApiError('message_not_found');
    world.messages.edit(original, content);
    return;
  }
  postResponse(
    {
      target,
      content,
      isPublic: call.text('response_type') === 'in_channel',
      threadTs: call.text('thread_ts') ?? target.threadTs,
    },
    world,
  );
}

export interface ResponsePost {
  target: Pick<ResponseTarget, 'channel' | 'userId'>;
  content: MessageContent;
  isPublic: boolean;
  threadTs?: string | undefined;
}

/** Posts on behalf of the app, to everyone or to the person alone. */
export function postResponse({ target, content, isPublic, threadTs }: ResponsePost, world: World): void {
  const { botUserId, botId } = world.workspace;
  world.messages.post({
    ...content,
    channel: target.channel,
    user: botUserId,
    botId,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(isPublic ? {} : { ephemeralFor: target.userId }),
  });
}
