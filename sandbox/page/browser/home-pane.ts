import { jsonObjects } from '../../slack/json.ts';
import { drawBlocks } from './blocks/draw-blocks.ts';
import type { Drawing, Form } from './blocks/drawing.ts';
import { element, place } from './element.ts';
import type { View } from './model.ts';

/** The app's Home tab, in place of the channel's messages while it is open. */
export interface HomePane {
  open(): void;
  close(): void;
  isOpen(): boolean;
  show(view: View | undefined): void;
}

export function createHomePane(drawingFor: (form: Form) => Drawing): HomePane {
  const pane = element('section', {
    class: 'home',
    'aria-label': 'Home tab',
    'data-testid': 'home',
    hidden: true,
  });
  place('messages').after(pane);
  const draw = (view: View | undefined) => {
    const form: Form = { values: view?.values ?? {}, errors: {}, fields: new Map() };
    pane.replaceChildren(
      view
        ? drawBlocks(jsonObjects(view.definition['blocks']), drawingFor(form))
        : element('p', { class: 'muted' }, 'Shipmate has not filled its Home tab yet.'),
    );
  };
  const toggle = (isOpen: boolean) => {
    pane.hidden = !isOpen;
    place('messages').hidden = isOpen;
    place('composer').hidden = isOpen;
  };

  return { open: () => toggle(true), close: () => toggle(false), isOpen: () => !pane.hidden, show: draw };
}
