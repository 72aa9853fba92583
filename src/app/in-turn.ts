/**
 * Each step has its turn, also after one that failed: what fails each time must not keep the others from theirs. None is
 * begun once nobody has the time any more.
 */
export async function inTurn(
  steps: readonly (() => Promise<void>)[],
  isStopping: () => boolean = () => false,
): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    if (isStopping()) break;
    await step().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
