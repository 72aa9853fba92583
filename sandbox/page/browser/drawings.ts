import type { Drawing, Form } from './blocks/drawing.ts';
import type { Hands } from './hands.ts';
import type { Message } from './model.ts';
import type { PageState } from './page-state.ts';

/** What blocks need to be drawn, by where they stand: in a message, a modal, or the Home tab. */
export interface Drawings {
  inMessage(message: Message): Drawing;
  inModal(form: Form): Drawing;
  inHome(form: Form): Drawing;
}

export function createDrawings(state: PageState, hands: Hands): Drawings {
  const common = () => ({
    names: state.names,
    people: state.workspace.people,
    channels: state.channels,
    viewer: state.look.viewer,
    nowMs: Date.now(),
  });

  return {
    inMessage(message) {
      const drawing: Drawing = { ...common(), use: (used) => hands.useInMessage(message, used, drawing) };
      return drawing;
    },
    inModal(form) {
      const drawing: Drawing = { ...common(), form, use: (used) => hands.useInView(used, false, drawing) };
      return drawing;
    },
    inHome(form) {
      const drawing: Drawing = { ...common(), form, use: (used) => hands.useInView(used, true, drawing) };
      return drawing;
    },
  };
}
