/** Foreign text on one line, cut, without control and invisible characters: it must not become a trailer of its own. */
export function plainLine(text: string, most: number): string {
  const line = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const cut = [...line].slice(0, most).join('');
  return cut.length < line.length ? `${cut}…` : cut;
}

/** As code in Markdown: nobody is mentioned by it, nothing is linked or closed. */
export function quoted(text: string, most = 100): string {
  const line = plainLine(text, most).replaceAll('`', "'");
  return line === '' ? '–' : `\`${line}\``;
}
