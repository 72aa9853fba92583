const maxRemembered = 1_000;

/** Answers whether it was asked the same before: what an operator must know is told once, not with every message. */
export function createReported(): (what: string) => boolean {
  const told = new Set<string>();

  return (what) => {
    if (told.has(what)) return true;
    told.add(what);
    const [oldest] = told;
    if (told.size > maxRemembered && oldest !== undefined) told.delete(oldest);
    return false;
  };
}
