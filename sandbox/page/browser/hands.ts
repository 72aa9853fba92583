import type { Drawing, ElementUse } from './blocks/drawing.ts';
import { askToConfirm } from './confirm-dialog.ts';
import type { Look, Message } from './model.ts';
import { showNotice } from './notices.ts';
import type { ServerLink } from './server-link.ts';

/** What the viewer does. Trouble is told in a notice. */
export interface Hands {
  useInMessage(message: Message, used: ElementUse, drawing: Drawing): Promise<void>;
  useInView(used: ElementUse, isHome: boolean, drawing: Drawing): Promise<void>;
  submit(entries: Record<string, string | string[] | null>): Promise<void>;
  closeView(): Promise<void>;
  openHome(): Promise<void>;
  /** Says something, or gives a slash command. */
  say(text: string, threadTs?: string): Promise<void>;
}

export function createHands(link: ServerLink, look: Look): Hands {
  async function act(name: string, details: object = {}): Promise<void> {
    const answer = await link.act(name, look.viewer, details);
    if (!answer.ok) showNotice(answer.error ?? 'That did not work.');
  }

  async function use(
    { element, blockId, choice, onSending }: ElementUse,
    where: object,
    drawing: Drawing,
  ): Promise<void> {
    if (!(await askToConfirm(element, drawing))) return;
    onSending?.();
    const details = { ...where, blockId, actionId: element['action_id'], confirm: true };
    await (choice === undefined ? act('click', details) : act('select', { ...details, choice }));
  }

  return {
    useInMessage: (message, used, drawing) =>
      use(used, { channel: message.channel, ts: message.ts }, drawing),
    useInView: (used, isHome, drawing) => use(used, isHome ? { home: true } : {}, drawing),
    submit: (entries) => act('submit', { entries }),
    closeView: () => act('close-view'),
    openHome: () => act('open-home'),
    say(text, threadTs) {
      const command = /^(\/[\w-]+)\s*(.*)$/s.exec(text);
      // Slack takes no slash commands in threads.
      if (command && threadTs !== undefined) {
        showNotice('Slash commands do not work in threads. Use the channel.');
        return Promise.resolve();
      }
      if (command) return act('command', { command: command[1], text: command[2], channel: look.channel });
      return act('say', { channel: look.channel, text, ...(threadTs === undefined ? {} : { threadTs }) });
    },
  };
}
