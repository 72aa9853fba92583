/** Whom a rule lets do something. */
export type Grantee =
  /** The team that owns the service, whichever that is. */
  | { readonly kind: 'owner' }
  | { readonly kind: 'everyone' }
  | { readonly kind: 'team'; readonly name: string }
  /** A Slack usergroup, by its id. */
  | { readonly kind: 'group'; readonly id: string }
  /** By Slack user id or e-mail address. */
  | { readonly kind: 'person'; readonly who: string };

/** `owner`, `everyone`, `team:sre`, `group:S0123ABCD`, `person:ada@acme.example`; undefined for anything else. */
export function parseGrantee(text: string): Grantee | undefined {
  if (text === 'owner' || text === 'everyone') return { kind: text };
  const [, kind, value] = /^(team|group|person):(\S+)$/.exec(text) ?? [];
  if (value === undefined) return undefined;
  if (kind === 'team') return { kind, name: value };
  return kind === 'group' ? { kind, id: value } : { kind: 'person', who: value };
}
