import type { Store } from '../../ports.ts';
import { priorities } from '../priorities.ts';
import type { SubjectSources } from './subject-source.ts';

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
    const subject = { kind: 'operator', id: `${what}/${code}/${where}` } as const;
    await store.markDirty({ subject, slot: 'line', channel, priority: priorities.evidence, at: now() });
  };
}
