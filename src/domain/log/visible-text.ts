const escapeCode = 0x1b;

/**
 * A line as a person may safely read it: without terminal escapes, control characters, and characters that reorder
 * or hide text. One pass, so the time is linear whatever the line holds.
 */
export function visibleText(line: string): string {
  const kept: string[] = [];
  let from = 0;
  let at = 0;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (isPlain(code)) {
      at += 1;
      continue;
    }
    kept.push(line.slice(from, at));
    if (isSpace(code)) kept.push(' ');
    at = code === escapeCode || code === 0x9b ? endOfEscape(line, at) : at + 1;
    from = at;
  }
  kept.push(line.slice(from));
  return kept.join('');
}

function isPlain(code: number): boolean {
  if (code < 0x20) return code === 0x09;
  if (code < 0x7f) return true;
  if (code < 0xa0) return false;
  return !isSpace(code) && !isInvisible(code);
}

/** Separators that break lines where we do not want them broken. */
function isSpace(code: number): boolean {
  return code === 0x2028 || code === 0x2029;
}

/** Bidirectional controls turn text around (CVE-2021-42574); zero-width characters hide in it. */
function isInvisible(code: number): boolean {
  if (code === 0xad || code === 0x61c || code === 0xfeff) return true;
  return (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || isFormat(code);
}

function isFormat(code: number): boolean {
  return code >= 0x2060 && code <= 0x206f;
}

/** The index after a terminal escape sequence (ECMA-48) that starts at `at`. */
function endOfEscape(line: string, at: number): number {
  if (line.charCodeAt(at) === 0x9b) return endOfControlSequence(line, at + 1);
  const introducer = line[at + 1];
  if (introducer === '[') return endOfControlSequence(line, at + 2);
  // Operating-system commands and other strings: titles, hyperlinks.
  if (introducer !== undefined && ']PX^_'.includes(introducer)) return endOfString(line, at + 2);
  return Math.min(line.length, at + 2);
}

function endOfControlSequence(line: string, start: number): number {
  let at = start;
  while (at < line.length && isBetween(line.charCodeAt(at), 0x20, 0x3f)) at += 1;
  return isBetween(line.charCodeAt(at), 0x40, 0x7e) ? at + 1 : at;
}

function endOfString(line: string, start: number): number {
  let at = start;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (code === 0x07) return at + 1;
    if (code === escapeCode) return line[at + 1] === '\\' ? at + 2 : at;
    at += 1;
  }
  return at;
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}
