import type { ReflectorState } from './reflector-state.ts';

/** A watch that has been silent for longer than this is not believed any more. */
const staleAfterMs = 210_000;

/** Whether every watch is synced and has been heard of lately; with the reason when not. */
export function readinessOf(
  states: readonly ReflectorState[],
  now: number,
): { isReady: boolean; because: string } {
  for (const state of states) {
    if (!state.isSynced) {
      return {
        isReady: false,
        because: state.failure ?? `The first list of ${state.name} is not complete yet.`,
      };
    }
    const silentMs = now - state.lastHeardAt;
    if (silentMs > staleAfterMs) {
      const since = `Nothing was heard of ${state.name} for ${Math.round(silentMs / 1_000)} s.`;
      return { isReady: false, because: state.failure === undefined ? since : `${since} ${state.failure}` };
    }
  }
  return { isReady: true, because: '' };
}
