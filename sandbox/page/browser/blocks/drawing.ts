import type { JsonObject } from '../../../slack/json.ts';
import type { Channel, Person } from '../model.ts';
import type { Names } from '../names.ts';
import type { Control } from './control.ts';

/** What an element does when a person uses it. Resolves when the bot has taken it. */
export type UseElement = (use: ElementUse) => Promise<void>;

export interface ElementUse {
  element: JsonObject;
  blockId: string;
  /** What was chosen; absent for a button. */
  choice?: string | string[];
  /** Called when the person has confirmed, where they had to. */
  onSending?: () => void;
}

/** What stands in the inputs of a modal, and what the bot says is wrong with it. */
export interface Form {
  values: Record<string, Record<string, JsonObject>>;
  errors: Record<string, string>;
  /** Filled as the inputs are drawn, by block id. */
  fields: Map<string, Control>;
}

/** What drawing blocks needs to know. */
export interface Drawing {
  names: Names;
  people: readonly Person[];
  channels: readonly Channel[];
  viewer: string;
  nowMs: number;
  use: UseElement;
  form?: Form;
}
