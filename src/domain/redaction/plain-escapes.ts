/** `\u0026`, `\/`: escapes of signs that JSON could write as they are, at any depth of JSON within JSON. */
const plainEscape = /\\{1,16}(?:u00([2-7][0-9A-Fa-f])|\/)/g;

/** Signs that must stay escaped where they are, because they end or begin something. */
const structural = new Set(['22', '5c', '27']);

/**
 * The line with the escapes undone that hide a sign from our rules: Go writes `&` and `=` like this, PHP slashes. The
 * text means the same.
 */
export function withoutPlainEscapes(line: string): string {
  if (!line.includes('\\')) return line;
  return line.replace(plainEscape, (whole, code: string | undefined) => {
    if (code === undefined) return '/';
    return structural.has(code.toLowerCase()) || code.toLowerCase() === '7f'
      ? whole
      : String.fromCharCode(Number.parseInt(code, 16));
  });
}
