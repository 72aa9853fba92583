/**
 * A short name for some content (FNV-1a, twice 32 bits). Only for telling versions of a block apart: it is no
 * cryptographic hash.
 */
export function fingerprint(content: string): string {
  return `${fnv(content, 0x811c9dc5)}${fnv(content, 0x01000193)}`;
}

function fnv(content: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < content.length; at += 1) {
    hash = Math.imul(hash ^ content.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
