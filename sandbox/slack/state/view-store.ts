import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { stringAt } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { ChangeFeed } from './change-feed.ts';

/** `state.values`: block id → action id → what the person chose. */
export type ViewValues = Record<string, Record<string, JsonObject>>;

export interface StoredView {
  id: string;
  userId: string;
  type: 'modal' | 'home';
  /** The view as the bot sent it, every block with an id. */
  definition: JsonObject;
  externalId: string;
  hash: string;
  rootViewId: string;
  previousViewId: string | null;
  values: ViewValues;
  /** What the bot answered to the last submit, by block id. */
  errors: Record<string, string>;
}

export interface ViewStore {
  /** The person's open modals, the one in front last. */
  stack(userId: string): StoredView[];
  home(userId: string): StoredView | undefined;
  open(userId: string, definition: JsonObject): StoredView;
  push(userId: string, definition: JsonObject): StoredView;
  publish(userId: string, definition: JsonObject): StoredView;
  update(view: StoredView, definition: JsonObject): void;
  setErrors(view: StoredView, errors: Record<string, string>): void;
  setValues(view: StoredView, values: ViewValues): void;
  /** Closes one view, or the person's whole stack. */
  close(view: StoredView): void;
  clear(userId: string): void;
  byId(viewId: string): StoredView | undefined;
  byExternalId(externalId: string): StoredView | undefined;
}

const maximumDepth = 3;

export function createViewStore(changes: ChangeFeed): ViewStore {
  const shelf = createViewShelf();
  const tell = (type: 'view-opened' | 'view-updated' | 'view-closed', { userId, id }: StoredView) =>
    changes.emit({ type, userId, viewId: id });
  const show = (view: StoredView, below: readonly StoredView[]) => {
    shelf.stacks.set(view.userId, [...below, view]);
    tell('view-opened', view);
    return view;
  };
  const change = (view: StoredView, changed: Partial<StoredView>) => {
    Object.assign(view, changed);
    tell('view-updated', view);
  };

  return {
    stack: shelf.stack,
    home: (userId) => shelf.homes.get(userId),
    open: (userId, definition) => show(shelf.create(userId, definition, undefined), []),
    push: (userId, definition) =>
      show(shelf.create(userId, definition, shelf.top(userId)), shelf.stack(userId)),
    publish(userId, definition) {
      const view = shelf.homes.get(userId) ?? shelf.create(userId, definition, undefined);
      shelf.homes.set(userId, view);
      change(view, { definition, hash: newHash() });
      return view;
    },
    update(view, definition) {
      const externalId = stringAt(definition, 'external_id') ?? view.externalId;
      change(view, { definition, hash: newHash(), errors: {}, externalId });
    },
    setErrors: (view, errors) => change(view, { errors }),
    setValues(view, values) {
      view.values = values;
    },
    close(view) {
      const others = shelf.stack(view.userId).filter((other) => other !== view);
      shelf.stacks.set(view.userId, others);
      tell('view-closed', view);
    },
    clear(userId) {
      const [root] = shelf.stack(userId);
      shelf.stacks.delete(userId);
      if (root) tell('view-closed', root);
    },
    byId: (viewId) => shelf.all().find((view) => view.id === viewId),
    byExternalId: (externalId) => shelf.all().find((view) => view.externalId === externalId),
  };
}

/** Where views are kept, and how new ones come to be. */
function createViewShelf() {
  const stacks = new Map<string, StoredView[]>();
  const homes = new Map<string, StoredView>();
  let created = 0;
  const stack = (userId: string) => stacks.get(userId) ?? [];
  const all = () => [...[...stacks.values()].flat(), ...homes.values()];

  return {
    stacks,
    homes,
    stack,
    all,
    /** The view a new one may be pushed onto. */
    top(userId: string): StoredView {
      const top = stack(userId).at(-1);
      if (!top) throw new SlackApiError('not_found');
      if (stack(userId).length >= maximumDepth) throw new SlackApiError('push_limit_reached');
      return top;
    },
    create(userId: string, definition: JsonObject, previous: StoredView | undefined): StoredView {
      const externalId = stringAt(definition, 'external_id') ?? '';
      const isTaken = externalId !== '' && all().some((view) => view.externalId === externalId);
      if (isTaken) throw new SlackApiError('duplicate_external_id');

      created += 1;
      const id = `V${String(created).padStart(8, '0')}`;
      const family = { rootViewId: previous?.rootViewId ?? id, previousViewId: previous?.id ?? null };
      const type = definition['type'] === 'home' ? 'home' : 'modal';
      return { id, userId, type, definition, externalId, hash: newHash(), ...family, values: {}, errors: {} };
    },
  };
}

function newHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`;
}
