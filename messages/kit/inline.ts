import { type DateToken, mrkdwnDate } from './date.ts';
import { escapeMrkdwn, singleLine } from './escape.ts';
import { limits } from './limits.ts';

/**
 * A piece of a sentence. A string is shown as it is, whoever wrote it: in blocks as rich text, which has no markup
 * that foreign text could use, and escaped in the fallback text.
 */
export type Inline =
  | string
  | DateToken
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'code'; readonly text: string }
  | { readonly kind: 'user'; readonly id: string; readonly name: string }
  | { readonly kind: 'usergroup'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'link'; readonly url: string; readonly text: string };

export const bold = (text: string): Inline => ({ kind: 'bold', text });
export const italic = (text: string): Inline => ({ kind: 'italic', text });
export const strike = (text: string): Inline => ({ kind: 'strike', text });

/** A person by Slack's own id, so that everyone sees the name they know; else the name we have. */
export function person(by: { readonly userId: string; readonly name: string }): Inline {
  const name = singleLine(by.name, 80) || 'somebody';
  return /^[UW][A-Z0-9]{2,30}$/.test(by.userId) ? { kind: 'user', id: by.userId, name } : name;
}

export function channelLink(id: string): Inline {
  return /^[CGD][A-Z0-9]{2,30}$/.test(id) ? { kind: 'channel', id } : 'this channel';
}

/** A link when the address is one that Slack follows, else only the words. */
export function link(url: string | undefined, text: string): Inline {
  const isSafe =
    url !== undefined &&
    url.length <= limits.url &&
    /^https?:\/\/[^\s<>|"\\^`{}]+$/.test(url) &&
    URL.canParse(url);
  return isSafe ? { kind: 'link', url, text } : text;
}

/** Mentions that the caller formatted (`<@U…>`, `<!subteam^S…>`), as pieces; anything else in it is dropped. */
export function mentions(formatted: string | undefined): readonly Inline[] {
  const found = [...(formatted ?? '').matchAll(/<@([UW][A-Z0-9]+)>|<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>/g)];
  return found.flatMap(([, user, group]): Inline[] => {
    if (user !== undefined) return [{ kind: 'user', id: user, name: user }, ' '];
    return group === undefined ? [] : [{ kind: 'usergroup', id: group }, ' '];
  });
}

/** For `text`: mrkdwn in which only our own pieces are markup. */
export function toMrkdwn(inlines: readonly Inline[]): string {
  return inlines.map(pieceToMrkdwn).join('');
}

function pieceToMrkdwn(piece: Inline): string {
  if (typeof piece === 'string') return escapeMrkdwn(piece);
  switch (piece.kind) {
    case 'date':
      return mrkdwnDate(piece);
    case 'user':
      return `<@${piece.id}>`;
    case 'usergroup':
      return `<!subteam^${piece.id}>`;
    case 'channel':
      return `<#${piece.id}>`;
    case 'bold':
    case 'italic':
    case 'strike':
    case 'code':
    case 'link':
      // Marks around foreign text could be ended by it; a notification does without.
      return escapeMrkdwn(piece.text);
    default:
      return piece satisfies never;
  }
}
