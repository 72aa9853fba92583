import type { Store } from '../../ports.ts';
import { priorities } from '../priorities.ts';
import { isPerson } from './error-table.ts';
import type { SubjectSources } from './subject-source.ts';

/** Why no direct message can be sent at all. */
const forEverybody: ReadonlySet<string> = new Set(['messages_tab_disabled', 'missing_scope']);

interface TellOperatorDependencies {
  readonly store: Store;
  readonly sources: SubjectSources;
  readonly fallbackChannel: string | undefined;
  readonly now: () => number;
}

/**
 * Says in the fallback channel what an administrator must do. One line for each error and channel: what was said stays
 * said, across restarts, because the same line is the same message.
 */
export function createTellOperator(dependencies: TellOperatorDependencies) {
  const { store, sources, fallbackChannel: channel, now } = dependencies;

  return async (what: 'file' | 'message', code: string, where: string): Promise<void> => {
    // Nobody can be told in the channel that is the trouble.
    if (channel === undefined || channel === where || sources.operator === undefined) return;
    const isDirect = isPerson(where) || where.startsWith('D');
    // That one person cannot be written to is nobody else's business.
    if (isDirect && !forEverybody.has(code)) return;
    const place = isDirect ? 'direct' : where;
    const subject = { kind: 'operator', id: `${what}/${code}/${place}` } as const;
    await store.markDirty({ subject, slot: 'line', channel, priority: priorities.evidence, at: now() });
  };
}
