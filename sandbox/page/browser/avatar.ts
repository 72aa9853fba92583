import { element, icon } from './element.ts';
import type { Names } from './names.ts';

/** A person's initials, or the app's ship, on a colour of their own. */
export function drawAvatar(userId: string, names: Names): HTMLElement {
  if (names.isBot(userId))
    return element('span', { class: 'avatar avatar-app', 'aria-hidden': 'true' }, drawShip());
  return element(
    'span',
    { class: `avatar avatar-${names.hue(userId)}`, 'aria-hidden': 'true' },
    names.initials(userId),
  );
}

function drawShip(): SVGElement {
  return icon(
    'ship',
    'M10 2.5v9',
    'M10 3.2l5.2 7.6H10',
    'M10 5.4l-4 5.4h4',
    'M3 13h14l-2.2 3.6a1.6 1.6 0 0 1-1.4.8H6.6a1.6 1.6 0 0 1-1.4-.8z',
  );
}
