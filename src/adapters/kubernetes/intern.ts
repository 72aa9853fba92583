/** Answers the same string object for equal strings: thousands of pods share their images, labels and reasons. */
export type Intern = (text: string) => string;

const maxStrings = 20_000;
/** What is longer is in a table of its own: it holds few texts, such as what the revisions of a workload say. */
const maxLength = 512;
const maxLongLength = 65_536;
const maxLongCharacters = 2_000_000;

export function createIntern(): Intern {
  const known = new Map<string, string>();
  const long = new Map<string, string>();
  let longCharacters = 0;

  const internLong = (text: string) => {
    const shared = long.get(text);
    if (shared !== undefined) return shared;
    if (longCharacters + text.length > maxLongCharacters) {
      long.clear();
      longCharacters = 0;
    }
    long.set(text, text);
    longCharacters += text.length;
    return text;
  };

  return (text) => {
    if (text.length > maxLongLength) return text;
    if (text.length > maxLength) return internLong(text);
    const shared = known.get(text);
    if (shared !== undefined) return shared;
    // What is interned already stays shared among its holders; only the table starts anew.
    if (known.size >= maxStrings) known.clear();
    known.set(text, text);
    return text;
  };
}
