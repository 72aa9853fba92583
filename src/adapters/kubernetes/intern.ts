/** Answers the same string object for equal strings: thousands of pods share their images, labels and reasons. */
export type Intern = (text: string) => string;

const maxStrings = 20_000;
const maxLength = 512;

export function createIntern(): Intern {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > maxLength) return text;
    const shared = known.get(text);
    if (shared !== undefined) return shared;
    // What is interned already stays shared among its holders; only the table starts anew.
    if (known.size >= maxStrings) known.clear();
    known.set(text, text);
    return text;
  };
}
