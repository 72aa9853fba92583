/** How often a Web API method was called, and how often Slack asked to slow down. */
export interface MethodCalls {
  readonly method: string;
  readonly calls: number;
  readonly limited: number;
}

export interface CallCounter {
  called(method: string): void;
  limited(method: string): void;
  values(): readonly MethodCalls[];
}

export function createCallCounter(): CallCounter {
  const counts = new Map<string, { calls: number; limited: number }>();

  function of(method: string) {
    const known = counts.get(method) ?? { calls: 0, limited: 0 };
    counts.set(method, known);
    return known;
  }

  return {
    called(method) {
      of(method).calls += 1;
    },
    limited(method) {
      of(method).limited += 1;
    },
    values: () => [...counts].map(([method, count]) => ({ method, ...count })),
  };
}
