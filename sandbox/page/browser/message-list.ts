import { element } from './element.ts';

export interface ListedMessage {
  key: string;
  /** Changes when, and only when, the message must be drawn again. */
  fingerprint: string;
  draw(): HTMLElement;
}

/** Keeps a list of drawn messages; only what changed is drawn again, so that nothing jumps under the pointer. */
export interface MessageList {
  show(messages: readonly ListedMessage[]): void;
}

export function createMessageList(container: HTMLElement): MessageList {
  let shown = new Map<string, { fingerprint: string; node: HTMLElement }>();

  return {
    show(messages) {
      const isAtEnd = container.scrollHeight - container.scrollTop - container.clientHeight < 80;
      const next = new Map<string, { fingerprint: string; node: HTMLElement }>();
      for (const message of messages) next.set(message.key, keepOrDraw(message, shown.get(message.key)));

      const nodes = [...next.values()].map(({ node }) => node);
      if (!isSame(container, nodes)) container.replaceChildren(...nodes);
      shown = next;
      if (isAtEnd) container.scrollTop = container.scrollHeight;
    },
  };
}

function isSame(container: HTMLElement, nodes: readonly HTMLElement[]): boolean {
  return (
    container.children.length === nodes.length &&
    nodes.every((node, index) => container.children[index] === node)
  );
}

function keepOrDraw(message: ListedMessage, before: { fingerprint: string; node: HTMLElement } | undefined) {
  if (before?.fingerprint === message.fingerprint) return before;
  const node = message.draw();
  if (before) takeOver(before.node, node);
  return { fingerprint: message.fingerprint, node };
}

/** An edited message keeps what the person unfolded and where the focus is, and shines for a moment. */
function takeOver(before: HTMLElement, node: HTMLElement): void {
  for (const fold of node.querySelectorAll<HTMLDetailsElement>('details[data-fold]')) {
    const earlier = before.querySelector<HTMLDetailsElement>(
      `details[data-fold="${CSS.escape(fold.dataset['fold'] ?? '')}"]`,
    );
    if (earlier) fold.open = earlier.open;
  }
  const focused =
    document.activeElement instanceof HTMLElement && before.contains(document.activeElement)
      ? document.activeElement.dataset['action']
      : undefined;
  if (before.dataset['revision'] !== node.dataset['revision']) node.classList.add('is-edited');
  before.replaceWith(node);
  if (focused !== undefined)
    node.querySelector<HTMLElement>(`[data-action="${CSS.escape(focused)}"]`)?.focus();
}

/** A line between two days. */
export function drawDayDivider(day: string): HTMLElement {
  return element('div', { class: 'day' }, element('span', {}, day));
}
