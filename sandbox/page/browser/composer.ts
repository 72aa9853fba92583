import { element, icon } from './element.ts';

/** What the field says while it is empty: a command only if there is one. */
export function composerLabel(name: string, commands: readonly string[]): string {
  const [command] = commands;
  return command === undefined ? `Message ${name}` : `Message ${name}, or a command such as ${command}`;
}

export interface ComposerOptions {
  form: HTMLElement;
  label: string;
  send(text: string): Promise<void>;
}

/** The field a person writes messages and slash commands in. */
export function fillComposer({ form, label, send }: ComposerOptions): void {
  const field = element('input', {
    type: 'text',
    class: 'composer-field',
    placeholder: label,
    'aria-label': label,
    autocomplete: 'off',
    'data-testid': 'composer',
  });
  const button = element(
    'button',
    { type: 'submit', class: 'composer-send', 'aria-label': 'Send' },
    icon('send', 'M3 10l14-6-5 13-3-5z'),
  );
  form.replaceChildren(element('div', { class: 'composer-frame' }, field, button));
  form.onsubmit = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    void send(text);
  };
}
