/** How many of small letters, capitals and digits are in it. */
export function kindsOfCharacter(text: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
}

export function isMixed(text: string): boolean {
  return kindsOfCharacter(text) === 3;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Identifies something and opens nothing: a UUID, a commit, a digest, a number. */
export function isIdentifier(text: string): boolean {
  return uuid.test(text) || /^(?:[a-z0-9]{2,8}:)?[0-9a-fA-F]+$/.test(text);
}

/** Shannon entropy in bits a character: about 3 for words, above 4 for random base64 of this length. */
export function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Made by a machine to be unguessable, as far as the look of it tells. */
export function looksRandom(text: string, leastLength = 20): boolean {
  if (text.length < leastLength || !/^[\w+/=.~-]+$/.test(text) || isIdentifier(text)) return false;
  return isMixed(text) && bitsPerCharacter(text.slice(0, 256)) >= 3.3;
}

/** What no person would think of, hexadecimal digits too: they identify mostly, but not beside a telling name. */
export function isUnthinkable(text: string): boolean {
  const hasDigits = /\d\D*\d\D*\d/.test(text);
  return hasDigits && (looksRandom(text) || /^[0-9a-f]{32,}$/i.test(text));
}
