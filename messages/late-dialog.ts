import type { ModalView } from '@slack/types';
import { plainText, section } from './kit/blocks.ts';
import { limits } from './kit/limits.ts';

/** In place of a dialog that was sent, when Slack waits for an answer no longer. It is replaced by the answer. */
export function renderWorkingDialog(): ModalView {
  return dialog(
    'Still at it',
    'What you sent has arrived, and it takes longer than Slack waits. I go on with it, and say here what became of it. You may close this: the card shows it, too.',
  );
}

/** And when it is done. */
export function renderDoneDialog(): ModalView {
  return dialog('Done', 'What you sent took longer than usual, and is done. The card shows how it goes on.');
}

function dialog(title: string, text: string): ModalView {
  return {
    type: 'modal',
    title: plainText(title, limits.modalTitle),
    close: plainText('Close', limits.modalButton),
    blocks: [section(text)],
  };
}
