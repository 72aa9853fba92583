import { element, place } from './element.ts';

const shownForMs = 8000;

/** Tells the person what went wrong, for a while. */
export function showNotice(text: string): void {
  const notice = element('div', { class: 'notice' }, text);
  place('notices').append(notice);
  setTimeout(() => notice.remove(), shownForMs);
}
