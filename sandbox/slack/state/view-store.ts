import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { stringAt } from '../json.ts';
import { SlackApiError } from '../web-api/slack-api-error.ts';
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
  const stacks = new Map<string, StoredView[]>();
  const homes = new Map<string, StoredView>();
  let created = 0;
  const stack = (userId: string) => stacks.get(userId) ?? [];
  const everyView = () => [...[...stacks.values()].flat(), ...homes.values()];

  function create(userId: string, definition: JsonObject, previous: StoredView | undefined): StoredView {
    const externalId = stringAt(definition, 'external_id') ?? '';
    if (externalId !== '' && everyView().some((view) => view.externalId === externalId)) {
      throw new SlackApiError('duplicate_external_id');
    }
    created += 1;
    const id = `V${String(created).padStart(8, '0')}`;
    const rootViewId = previous?.rootViewId ?? id;
    return {
      id,
      userId,
      type: definition['type'] === 'home' ? 'home' : 'modal',
      definition,
      externalId,
      hash: newHash(),
      rootViewId,
      previousViewId: previous?.id ?? null,
      values: {},
      errors: {},
    };
  }

  function show(view: StoredView, below: readonly StoredView[]): StoredView {
    stacks.set(view.userId, [...below, view]);
    changes.emit({ type: 'view-opened', userId: view.userId, viewId: view.id });
    return view;
  }

  return {
    stack,
    home: (userId) => homes.get(userId),
    open: (userId, definition) => show(create(userId, definition, undefined), []),
    push(userId, definition) {
      const below = stack(userId);
      if (below.length === 0) throw new SlackApiError('not_found');
      if (below.length >= maximumDepth) throw new SlackApiError('push_limit_reached');
      return show(create(userId, definition, below.at(-1)), below);
    },
    publish(userId, definition) {
      const present = homes.get(userId);
      const view = present ?? create(userId, definition, undefined);
      Object.assign(view, { definition, hash: newHash() });
      homes.set(userId, view);
      changes.emit({ type: 'view-updated', userId, viewId: view.id });
      return view;
    },
    update(view, definition) {
      Object.assign(view, {
        definition,
        hash: newHash(),
        errors: {},
        externalId: stringAt(definition, 'external_id') ?? view.externalId,
      });
      changes.emit({ type: 'view-updated', userId: view.userId, viewId: view.id });
    },
    setErrors(view, errors) {
      view.errors = errors;
      changes.emit({ type: 'view-updated', userId: view.userId, viewId: view.id });
    },
    setValues(view, values) {
      view.values = values;
    },
    close(view) {
      stacks.set(
        view.userId,
        stack(view.userId).filter((other) => other !== view),
      );
      changes.emit({ type: 'view-closed', userId: view.userId, viewId: view.id });
    },
    clear(userId) {
      const viewId = stack(userId)[0]?.id;
      stacks.delete(userId);
      changes.emit({ type: 'view-closed', userId, ...(viewId === undefined ? {} : { viewId }) });
    },
    byId: (viewId) => everyView().find((view) => view.id === viewId),
    byExternalId: (externalId) => everyView().find((view) => view.externalId === externalId),
  };
}

function newHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`;
}
