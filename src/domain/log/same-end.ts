/** How many lines tell how a program ended; those before differ with what it did until then. */
const telling = 5;

/**
 * Whether two logs end alike, but for what differs each time: times, numbers, addresses, ids. A crash that ends as the
 * one before is no news.
 */
export function isSameEnd(one: readonly string[], other: readonly string[]): boolean {
  return endOf(one) === endOf(other);
}

function endOf(lines: readonly string[]): string {
  return lines
    .filter((line) => line.trim() !== '')
    .slice(-telling)
    .map((line) => line.replaceAll(/[\w.:-]*\d[\w.:-]*/g, '#').trim())
    .join('\n');
}
