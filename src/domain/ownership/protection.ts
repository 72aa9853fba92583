/** What an environment asks of those who act in it. */
export interface Protection {
  /** Whether people depend on it: its failures are told at any hour. */
  readonly isProtected: boolean;
  readonly needsSecondPerson: boolean;
}

interface EnvironmentRule {
  readonly name: string;
  readonly protected: boolean;
  readonly secondPerson: boolean;
}

/** What nobody lists is not protected. */
export function protectionOf(rules: readonly EnvironmentRule[], environment: string): Protection {
  const rule = rules.find(({ name }) => name === environment);
  return {
    isProtected: rule?.protected ?? false,
    needsSecondPerson: rule?.secondPerson ?? false,
  };
}
