import { singleLine } from './kit/escape.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';

/** Something broke while a command or a press was answered; the reference is in the log. */
export function renderCommandFailure(reference: string): Message {
  const said = [
    `Something went wrong on my side, and I do not know whether anything was changed. Ask again in a minute. An administrator finds the reason in my log (ref ${singleLine(reference, 40)}).`,
  ];
  const block = richText([paragraph(said)]);
  return message([said], block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}
