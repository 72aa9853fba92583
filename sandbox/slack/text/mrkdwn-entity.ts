import type { Inline } from './mrkdwn.ts';

/** Reads what stands between `<` and `>`: a mention, a date, or a link. */
export function parseEntity(body: string, decode: (text: string) => string): Inline {
  const bar = body.indexOf('|');
  const target = bar === -1 ? body : body.slice(0, bar);
  const label = bar === -1 ? undefined : decode(body.slice(bar + 1));

  if (target.startsWith('@')) return labelled({ kind: 'user', id: target.slice(1) }, label);
  if (target.startsWith('#')) return labelled({ kind: 'channel', id: target.slice(1) }, label);
  if (target.startsWith('!')) return parseSpecial(target.slice(1), label);
  return labelled({ kind: 'link', url: decode(target) }, label);
}

function labelled<T extends Inline>(inline: T, label: string | undefined): T {
  return label === undefined ? inline : { ...inline, label };
}

function parseSpecial(command: string, label: string | undefined): Inline {
  const [name = '', ...rest] = command.split('^');

  if (name === 'subteam') return labelled({ kind: 'usergroup', id: rest[0] ?? '' }, label);
  if (name === 'channel' || name === 'here' || name === 'everyone' || name === 'group') {
    return { kind: 'broadcast', range: name };
  }
  if (name === 'date') {
    const url = rest[2];
    const date = {
      kind: 'date' as const,
      epochSeconds: Number(rest[0]),
      format: rest[1] ?? '',
      fallback: label ?? '',
    };
    return url === undefined ? date : { ...date, url };
  }
  return { kind: 'text', text: label ?? `<${command}>` };
}
