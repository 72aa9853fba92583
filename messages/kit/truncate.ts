const mark = '…';

/** At most `max` UTF-16 units, marked where it was cut; never half of a surrogate pair. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < mark.length) return '';
  return `${wholeCharacters(text.slice(0, max - mark.length)).trimEnd()}${mark}`;
}

/** The last `max` UTF-16 units, marked where the beginning is missing. */
export function truncateStart(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(text.length - Math.max(0, max - mark.length));
  return `${mark}${isLowSurrogate(kept) ? kept.slice(1) : kept}`;
}

function wholeCharacters(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

function isLowSurrogate(text: string): boolean {
  const first = text.charCodeAt(0);
  return first >= 0xdc00 && first <= 0xdfff;
}
