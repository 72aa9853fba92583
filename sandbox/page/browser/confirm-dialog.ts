import { isJsonObject, type JsonObject, stringAt } from '../../slack/json.ts';
import type { Drawing } from './blocks/drawing.ts';
import { drawText, plainText } from './blocks/text.ts';
import { element, pushButton } from './element.ts';

/** Asks what an element's `confirm` object asks; true at once when it has none. */
export function askToConfirm(used: JsonObject, drawing: Drawing): Promise<boolean> {
  const confirm = used['confirm'];
  return isJsonObject(confirm) ? ask(confirm, drawing) : Promise.resolve(true);
}

function ask(confirm: JsonObject, drawing: Drawing): Promise<boolean> {
  const style = stringAt(confirm, 'style') === 'danger' ? 'danger' : 'primary';

  return new Promise((resolve) => {
    const answer = (value: 'yes' | 'no') => () => dialog.close(value);
    const yes = pushButton(
      { class: `button button-${style}`, 'data-testid': 'confirm-yes' },
      answer('yes'),
      plainText(confirm['confirm']) || 'Yes',
    );
    const no = pushButton(
      { class: 'button button-default', 'data-testid': 'confirm-no' },
      answer('no'),
      plainText(confirm['deny']) || 'Cancel',
    );
    const dialog = element(
      'dialog',
      {
        class: 'dialog confirm',
        'data-testid': 'confirm-dialog',
        'aria-labelledby': 'confirm-title',
        'aria-describedby': 'confirm-text',
      },
      element('h2', { id: 'confirm-title' }, plainText(confirm['title']) || 'Are you sure?'),
      element('div', { id: 'confirm-text', class: 'dialog-body mrkdwn' }, drawText(confirm['text'], drawing)),
      element('div', { class: 'dialog-buttons' }, no, yes),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}
