import type { Chat } from '../../ports.ts';
import type { Channels } from './channels.ts';
import type { CallSlack, SendBytes } from './client.ts';
import { repliesOf } from './history.ts';
import type { AsMember } from './membership.ts';
import { nothing, uploadTicket } from './schema.ts';

type FileVerbs = Pick<Chat, 'stageFile' | 'shareFile' | 'isFileShared'>;

interface FilesDependencies {
  readonly call: CallSlack;
  readonly channels: Channels;
  readonly asMember: AsMember;
  readonly sendBytes: SendBytes;
}

/** Three steps, because Slack takes files at an address of their own: https://docs.slack.dev/messaging/working-with-files#uploading_files */
export function createFiles({ call, channels, asMember, sendBytes }: FilesDependencies): FileVerbs {
  /** Whoever knows a message by the name of its channel means the same channel; these methods take ids only. */
  const idOf = async (channel: string) => (await channels.idOf(channel)) ?? channel;

  return {
    async stageFile({ filename, text }) {
      const bytes = Buffer.from(text, 'utf8');
      const ticket = await call(
        'files.getUploadURLExternal',
        { filename, length: bytes.byteLength },
        uploadTicket,
      );
      await sendBytes(ticket.upload_url, bytes);
      return ticket.file_id;
    },

    async shareFile({ channel, threadTs, fileId, title }) {
      const channelId = await idOf(channel);
      const request = { files: [{ id: fileId, title }], channel_id: channelId, thread_ts: threadTs };
      await asMember(channelId, () => call('files.completeUploadExternal', request, nothing));
    },

    async isFileShared({ channel, threadTs, fileId }) {
      const channelId = await idOf(channel);
      return await asMember(channelId, async () => {
        for await (const replies of repliesOf(call, channelId, threadTs)) {
          if (replies.some(({ files }) => files.some(({ id }) => id === fileId))) return true;
        }
        return false;
      });
    },
  };
}
