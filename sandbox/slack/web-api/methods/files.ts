import { isJsonObject, type JsonObject, stringAt } from '../../json.ts';
import { refusalWithMessages, SlackApiError } from '../../slack-api-error.ts';
import type { PendingFile } from '../../state/file-store.ts';
import type { StoredFile } from '../../state/message.ts';
import type { World } from '../../state/world.ts';
import { type CallArguments, missingArgument } from '../call-arguments.ts';
import { findVisibleChannel, requireMembership } from '../find-channel.ts';
import type { MethodGroup } from '../web-api-method.ts';

const maximumSnippetBytes = 1_000_000;

export const files: MethodGroup = {
  'files.getUploadURLExternal': { scopes: ['files:write'], rate: 'tier4', run: getUploadUrl },
  'files.completeUploadExternal': { scopes: ['files:write'], rate: 'tier4', run: completeUpload },
};

function getUploadUrl(call: CallArguments, world: World): JsonObject {
  const filename = call.required('filename');
  const length = call.integer('length');
  if (length === undefined) throw missingArgument('length');
  // An empty file is refused already here, not when it is uploaded.
  if (length < 1) throw new SlackApiError('invalid_arguments');
  if (call.has('snippet_type') && length > maximumSnippetBytes) throw new SlackApiError('snippet_too_large');

  const file = world.files.reserve(filename, length);
  return { upload_url: `${world.origin}/upload/v1/${file.id}`, file_id: file.id };
}

function completeUpload(call: CallArguments, world: World): JsonObject {
  const listed = call.structure('files');
  if (!Array.isArray(listed) || listed.length === 0) throw missingArgument('files');
  const entries = listed
    .filter(isJsonObject)
    .map((entry) => ({ file: findUploaded(entry, world), title: stringAt(entry, 'title') }));

  const share = readShare(call, world);
  const completed = entries.map(({ file, title }) =>
    world.files.complete(file, title ?? file.name, world.origin),
  );
  if (share) postFiles(share, completed, call, world);
  return { files: completed.map(({ id, title, name, permalink }) => ({ id, title, name, permalink })) };
}

function findUploaded(entry: JsonObject, world: World): PendingFile {
  const file = world.files.pending(stringAt(entry, 'id') ?? '');
  if (!file) throw new SlackApiError('file_not_found');
  if (!file.content) throw new SlackApiError('file_upload_failed');
  return file;
}

function readShare(call: CallArguments, world: World): { channel: string; threadTs?: string } | undefined {
  const reference = call.text('channel_id') ?? call.text('channels');
  if (reference === undefined) return undefined;

  const channel = findVisibleChannel(world, idOnly(reference));
  if (channel.isArchived) throw new SlackApiError('is_archived');
  // chat:write.public does not reach this far: https://docs.slack.dev/reference/methods/files.completeUploadExternal
  requireMembership(world, channel);
  const threadTs = call.text('thread_ts');
  if (threadTs !== undefined && !world.messages.find(channel.id, threadTs))
    throw new SlackApiError('thread_not_found');
  return threadTs === undefined ? { channel: channel.id } : { channel: channel.id, threadTs };
}

/** Neither a name nor a person will do: https://github.com/slackapi/bolt-js/issues/2115 */
function idOnly(reference: string): string {
  if (/^[CGDZ][A-Z0-9]+$/.test(reference)) return reference;
  const pattern = '^[CGDZ][A-Z0-9]{8,}$';
  throw refusalWithMessages('invalid_arguments', [
    `input must match regex pattern: ${pattern} [json-pointer:/channel_id]`,
  ]);
}

function postFiles(
  share: { channel: string; threadTs?: string },
  posted: StoredFile[],
  call: CallArguments,
  world: World,
): void {
  const { botUserId, botId } = world.workspace;
  world.messages.post({
    ...share,
    user: botUserId,
    botId,
    text: call.text('initial_comment') ?? '',
    files: posted,
  });
}
