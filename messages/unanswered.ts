import { singleLine } from './kit/escape.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';

/** What a person did: `name` is what their button, command or dialog is called, and foreign. */
export interface Asked {
  readonly by: 'button' | 'command' | 'dialog' | 'other';
  readonly name: string;
}

/** Why nothing came of it. */
export type Unanswered =
  /** No dialog can be opened any more, because this process began after it was asked for. */
  | { readonly kind: 'restarting' }
  | { readonly kind: 'too-slow' }
  /** It waited so long that it is not done unasked. */
  | { readonly kind: 'too-old'; readonly minutes: number }
  | { readonly kind: 'error'; readonly reference: string };

const longestName = 80;

/** For the eyes of the person who asked and saw nothing happen. */
export function renderUnanswered(asked: Asked, because: Unanswered): Message {
  const said = [sentence(asked, because)];
  const block = richText([paragraph(said)]);
  return message([said], block === undefined ? [] : [{ importance: 'required', blocks: [block] }]);
}

function sentence(asked: Asked, because: Unanswered): string {
  switch (because.kind) {
    case 'restarting':
      return `I was restarting when you ${did(asked)}, and Slack lets me open a dialog only within 3 s. Nothing was changed. ${again(asked)}.`;
    case 'too-slow':
      return `I took longer than the 3 s in which Slack lets me open a dialog after you ${did(asked)}. Nothing was changed. ${again(asked)}.`;
    case 'too-old':
      return `I was away when you ${did(asked)}, and could look at it only more than ${because.minutes} minutes later. I did nothing about it, because things may have changed since. ${again(asked)} if it is still needed.`;
    case 'error':
      return `Something went wrong on my side after you ${did(asked)}, and I gave up. See how things are before you try again. An administrator finds the reason in my log (ref ${singleLine(because.reference, 40)}).`;
    default:
      return because satisfies never;
  }
}

function did({ by, name }: Asked): string {
  const shown = singleLine(name, longestName);
  switch (by) {
    case 'button':
      return shown === '' ? 'pressed a button' : `pressed “${shown}”`;
    case 'command':
      return shown === '' ? 'sent a command' : `sent ${shown}`;
    case 'dialog':
      return shown === '' ? 'sent a dialog' : `sent the dialog “${shown}”`;
    case 'other':
      return 'asked me for something';
    default:
      return by satisfies never;
  }
}

function again({ by }: Asked): string {
  switch (by) {
    case 'button':
      return 'Press it again';
    case 'dialog':
      return 'Open it again';
    case 'command':
      return 'Send it again';
    case 'other':
      return 'Try again';
    default:
      return by satisfies never;
  }
}
