import { fillComposer } from './composer.ts';
import { element, place, pushButton } from './element.ts';
import { createMessageList, type ListedMessage } from './message-list.ts';

export interface ThreadPane {
  /** Shows a thread, or hides the pane. */
  show(thread: { rootTs: string; channelName: string; messages: readonly ListedMessage[] } | undefined): void;
}

export interface ThreadActions {
  close(): void;
  reply(rootTs: string, text: string): Promise<void>;
}

export function createThreadPane(actions: ThreadActions): ThreadPane {
  const pane = place('thread');
  const list = element('div', {
    class: 'messages thread-messages',
    role: 'log',
    'aria-label': 'Replies',
    tabindex: 0,
  });
  const messages = createMessageList(list);
  const where = element('span', { class: 'muted' });
  const composer = element('form', { class: 'composer' });
  const close = pushButton(
    { class: 'quiet', 'aria-label': 'Close thread', 'data-testid': 'close-thread' },
    actions.close,
    '✕',
  );
  let shownTs: string | undefined;
  pane.replaceChildren(
    element('header', { class: 'thread-head' }, element('h2', {}, 'Thread'), where, close),
    list,
    composer,
  );

  return {
    show(thread) {
      pane.hidden = thread === undefined;
      document.body.classList.toggle('has-thread', thread !== undefined);
      if (thread && thread.rootTs !== shownTs) {
        fillComposer({ form: composer, label: 'Reply…', send: (text) => actions.reply(thread.rootTs, text) });
      }
      shownTs = thread?.rootTs;
      where.textContent = thread ? `#${thread.channelName}` : '';
      messages.show(thread?.messages ?? []);
    },
  };
}
