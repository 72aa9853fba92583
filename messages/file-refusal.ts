import { singleLine } from './kit/escape.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';

/** A reply in the thread in which a file should be: why it is not there, and what helps. `code` is Slack's error. */
export function renderFileRefusal(title: string, code: string): Message {
  const name = singleLine(title, 150) || 'A file';
  const said = [`${name} could not be attached: ${fileRefusalWords(code, 'here')}`];
  const block = richText([paragraph(said)]);
  return message([said], block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}

/** Why Slack takes no file, and who can change that. */
export function fileRefusalWords(code: string, place: 'here' | 'there'): string {
  switch (code) {
    case 'not_in_channel':
    case 'no_permission':
    case 'channel_not_found':
    case 'invalid_channel':
    case 'posting_to_channel_denied':
      return `Slack lets me attach files only where I am a member. Type /invite @Shipmate ${place}, and the next file is attached.`;
    case 'file_uploads_disabled':
      return 'uploads are switched off in this workspace. An administrator of Slack can allow them.';
    case 'file_type_not_allowed':
      return 'this workspace does not allow text files. An administrator of Slack can allow them.';
    case 'storage_limit_reached':
      return "the workspace's storage for files is full. An administrator of Slack can make room.";
    case 'file_upload_size_restricted':
    case 'snippet_too_large':
      return 'it is larger than this workspace allows.';
    case 'missing_scope':
      return 'my Slack app lacks the scope files:write. An administrator can install it again from its manifest.';
    default:
      return `Slack does not take it (${singleLine(code, 60)}).`;
  }
}
