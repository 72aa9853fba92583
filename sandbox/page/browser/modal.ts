import { jsonObjects } from '../../slack/json.ts';
import { drawBlocks } from './blocks/draw-blocks.ts';
import type { Drawing, Form } from './blocks/drawing.ts';
import { plainText } from './blocks/text.ts';
import { element, pushButton } from './element.ts';
import type { View } from './model.ts';

export interface ModalActions {
  submit(entries: Record<string, string | string[] | null>): Promise<void>;
  close(): Promise<void>;
  drawing(form: Form): Drawing;
}

/** Shows the person's front modal, or none. Redraws only when the view is another one than before. */
export interface ModalHost {
  show(view: View | undefined): void;
}

export function createModalHost(actions: ModalActions): ModalHost {
  let shown: { fingerprint: string; dialog: HTMLDialogElement; viewId: string; form: Form } | undefined;

  return {
    show(view) {
      const fingerprint = JSON.stringify([view?.id, view?.hash, view?.errors]);
      if (view && shown?.fingerprint === fingerprint) return;
      const typed = shown?.viewId === view?.id ? readForm(shown?.form) : {};
      shown?.dialog.remove();
      shown = view ? { fingerprint, viewId: view.id, ...openModal(view, actions, typed) } : undefined;
    },
  };
}

function readForm(form: Form | undefined): Record<string, string | string[] | null> {
  return Object.fromEntries([...(form?.fields ?? [])].map(([blockId, control]) => [blockId, control.read()]));
}

function openModal(
  view: View,
  actions: ModalActions,
  typed: Record<string, string | string[] | null>,
): { dialog: HTMLDialogElement; form: Form } {
  const form: Form = { values: view.values, errors: view.errors, fields: new Map() };
  const body = drawBlocks(jsonObjects(view.definition['blocks']), actions.drawing(form));
  const dialog = drawFrame(view, body, {
    close: actions.close,
    submit: () => actions.submit(readForm(form)),
  });
  for (const [blockId, control] of form.fields) restore(control.node, typed[blockId]);

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void actions.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  const first =
    dialog.querySelector<HTMLElement>('[aria-invalid], [data-autofocus]') ??
    dialog.querySelector<HTMLElement>('.control, .button-primary');
  first?.focus();
  return { dialog, form };
}

/** What was typed stays when the bot updates the view around it. */
function restore(node: HTMLElement, typed: string | string[] | null | undefined): void {
  const isText =
    node instanceof HTMLInputElement ||
    node instanceof HTMLTextAreaElement ||
    node instanceof HTMLSelectElement;
  if (isText && typeof typed === 'string') node.value = typed;
}

function drawFrame(
  view: View,
  body: HTMLElement,
  act: { close(): Promise<void>; submit(): Promise<void> },
): HTMLDialogElement {
  const { title, submit, close } = view.definition;
  const titleId = `modal-${view.id}`;
  const sendForm = element(
    'button',
    { type: 'submit', class: 'button button-primary', 'data-testid': 'modal-submit' },
    plainText(submit) || 'Send',
  );
  const form = element(
    'form',
    { novalidate: true },
    element(
      'header',
      { class: 'modal-head' },
      element('h2', { id: titleId }, plainText(title)),
      pushButton({ class: 'quiet', 'aria-label': 'Close' }, () => void act.close(), '✕'),
    ),
    element('div', { class: 'dialog-body' }, body),
    element(
      'footer',
      { class: 'dialog-buttons' },
      pushButton(
        { class: 'button button-default', 'data-testid': 'modal-close' },
        () => void act.close(),
        plainText(close) || 'Cancel',
      ),
      submit !== undefined && submit !== null && sendForm,
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sendForm.classList.add('is-busy');
    void act.submit().finally(() => sendForm.classList.remove('is-busy'));
  });
  return element(
    'dialog',
    { class: 'dialog modal', 'data-testid': 'modal', 'aria-labelledby': titleId },
    form,
  );
}
