import { parseEntity } from './mrkdwn-entity.ts';

/** One piece of mrkdwn. Texts are decoded: `&lt;` has become `<`. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; children: Inline[] }
  | { kind: 'code' | 'preformatted'; text: string }
  | { kind: 'emoji'; name: string }
  | { kind: 'user' | 'channel' | 'usergroup'; id: string; label?: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; epochSeconds: number; format: string; url?: string; fallback: string }
  | { kind: 'link'; url: string; label?: string };

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** Parses Slack's mrkdwn (not Markdown) the way the client reads it. */
export function parseMrkdwn(source: string): Inline[] {
  const parts = source.split(/```\n?([\s\S]+?)\n?```/);

  return parts.flatMap((part, index) =>
    index % 2 === 1
      ? [{ kind: 'preformatted' as const, text: decodeText(stripEntities(part)) }]
      : parseLines(part),
  );
}

/** `&amp;`, `&lt;` and `&gt;` are the only three entities Slack knows. */
export function decodeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function stripEntities(text: string): string {
  return text.replace(
    /<([^<>|]+)(?:\|([^<>]*))?>/g,
    (_whole, target: string, label?: string) => label ?? target,
  );
}

function parseLines(source: string): Inline[] {
  const inlines: Inline[] = [];
  let quoted: string[] = [];
  const flush = () => {
    if (quoted.length > 0) inlines.push({ kind: 'quote', children: parseSpan(quoted.join('\n')) });
    quoted = [];
  };

  const lines = source.split('\n');
  for (const [index, line] of lines.entries()) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) {
      quoted.push(quote[1] ?? '');
      continue;
    }
    flush();
    inlines.push(...parseSpan(index < lines.length - 1 ? `${line}\n` : line));
  }
  flush();
  return inlines;
}

const token = /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+'-]*[a-z_+-][a-z0-9_+'-]*):|([*_~])(?=\S)/g;

function parseSpan(source: string): Inline[] {
  const inlines: Inline[] = [];
  let position = 0;
  const pattern = new RegExp(token);

  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    const read = readToken(source, match);
    if (!read) continue;
    pushText(inlines, source.slice(position, match.index));
    inlines.push(read.inline);
    position = read.end;
    pattern.lastIndex = read.end;
  }
  pushText(inlines, source.slice(position));
  return inlines;
}

function pushText(inlines: Inline[], text: string): void {
  if (text !== '') inlines.push({ kind: 'text', text: decodeText(text) });
}

function readToken(source: string, match: RegExpExecArray): { inline: Inline; end: number } | undefined {
  const end = match.index + match[0].length;
  const [, code, entity, emoji, mark] = match;

  if (code !== undefined) return { inline: { kind: 'code', text: decodeText(stripEntities(code)) }, end };
  if (entity !== undefined) return { inline: parseEntity(entity, decodeText), end };
  if (emoji !== undefined) return { inline: { kind: 'emoji', name: emoji }, end };
  return mark === '*' || mark === '_' || mark === '~' ? readStyled(source, match.index, mark) : undefined;
}

function readStyled(source: string, start: number, mark: keyof typeof styles) {
  // Slack styles whole words only: `a*b*` stays as it is written.
  if (/\w/.test(source[start - 1] ?? '')) return undefined;

  const closing = new RegExp(`\\${mark}((?:(?!\\${mark})[^\\n])*[^\\s\\${mark}])\\${mark}(?!\\w)`, 'y');
  closing.lastIndex = start;
  const match = closing.exec(source);
  if (!match) return undefined;

  const inline: Inline = { kind: styles[mark], children: parseSpan(match[1] ?? '') };
  return { inline, end: start + match[0].length };
}
