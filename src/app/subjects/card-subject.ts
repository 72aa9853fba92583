import { withFallbackLine } from '../../../messages/fallback-line.ts';
import { renderFileRefusal } from '../../../messages/file-refusal.ts';
import { type Mentionable, renderSlot, type SlotRequest } from '../../../messages/slot.ts';
import type { Message, MessageName, Store } from '../../ports.ts';
import type { Rendering, SubjectSource } from '../delivery/subject-source.ts';
import { markDigests } from '../quiet/mark-digests.ts';

export interface CardSubjectOptions {
  readonly teams: readonly Mentionable[];
  /** `plain` for a workspace that is known not to take plan blocks. */
  readonly renderer: 'plan' | 'plain';
  readonly now: () => number;
  /** What a slot looks like. Default: as in `messages/`. */
  readonly render?: (request: SlotRequest) => Message | undefined;
}

const root = 'card';
const isFile = (slot: string) => slot.startsWith('file/');

/** Cards, with the replies and the files in their threads. A digest leads to each of its cards, wherever that stands. */
export function createCardSubject(options: CardSubjectOptions): SubjectSource {
  return {
    root,
    isMovable: true,
    transport: (slot) => (isFile(slot) ? 'file' : 'message'),
    async onPlaced({ subject, slot }, session) {
      if (slot !== root) return;
      await markDigests(session, await session.quiet.digestsOf(subject.id), options.now());
    },
    load: (name, store) => (isFile(name.slot) ? loadFile(name, store) : loadMessage(name, store, options)),
  };
}

async function loadMessage(
  { subject, slot }: MessageName,
  store: Store,
  { teams, renderer, now, render = renderSlot }: CardSubjectOptions,
): Promise<Rendering | undefined> {
  const card = await store.card(subject.id);
  if (card === undefined) return undefined;
  return ({ style, misplaced, late }) => {
    const message = render({
      card,
      slot,
      teams,
      style: renderer === 'plain' ? 'plain' : style.renderer,
      isShort: style.isShort,
      now: now(),
      ...(late === undefined ? {} : { late }),
    });
    if (message === undefined) return undefined;
    const isElsewhere = misplaced !== undefined && slot === root;
    return {
      kind: 'message',
      message: isElsewhere ? withFallbackLine(message, card.owner, misplaced) : message,
    };
  };
}

/** Slack refuses empty files, and nobody misses them. */
async function loadFile({ subject, slot }: MessageName, store: Store): Promise<Rendering | undefined> {
  const file = await store.attachment(subject.id, slot);
  if (file === undefined || file.text === '') return undefined;
  const { filename, title, text } = file;
  return ({ misplaced }) =>
    misplaced === undefined
      ? { kind: 'file', filename, title, text }
      : { kind: 'message', message: renderFileRefusal(title, misplaced) };
}
