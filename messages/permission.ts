import type { Action } from '../src/domain/permission/action.ts';
import type { Permission } from '../src/domain/permission/decide-permission.ts';
import type { Grantee } from '../src/domain/permission/grantee.ts';
import type { Deed } from '../src/domain/permission/rule.ts';
import { singleLine } from './kit/escape.ts';
import { type Inline, person } from './kit/inline.ts';
import { environmentName, serviceName, teamName } from './names.ts';

/** `Rolling back payments-api in prod` */
export function deedName({ action, service, environment }: Deed): string {
  const place = `${serviceName(service)} in ${environmentName(environment)}`;
  const names: Readonly<Record<Action, string>> = {
    rollback: `Rolling back ${place}`,
    approve: `Approving a rollback of ${place}`,
    'break-glass': `Rolling back ${place} without a second person`,
    lock: `Locking ${place}`,
    unlock: `Unlocking ${place}`,
  };
  return names[action];
}

/** Why not, who could, and what the person is instead. */
export function notPermittedWords(
  deed: Deed,
  { allowed, ownTeams }: Omit<Extract<Permission, { isAllowed: false }>, 'isAllowed'>,
): readonly Inline[] {
  const what = deedName(deed);
  if (allowed.length === 0) {
    return [
      `${what} is allowed to nobody: it has no owner, and no other rule allows it. Set the label shipmate.dev/team on it, or add a rule to permissions.rules in the configuration.`,
    ];
  }
  const yours =
    ownTeams.length === 0 ? 'You are in no team that I know.' : `You are in ${teams(ownTeams, 'and')}.`;
  return [`${what} needs `, ...granteeWords(allowed), `. ${yours}`];
}

const mostNamed = 8;

/** `someone of team payments or sre`, `someone of team payments, @on-call or Ada` */
function granteeWords(grantees: readonly Grantee[]): readonly Inline[] {
  const names = grantees.flatMap((grantee) => (grantee.kind === 'team' ? [grantee.name] : []));
  if (names.length === grantees.length) return [`someone of ${teams(names, 'or')}`];
  const pieces = grantees.slice(0, mostNamed).map(granteeWord);
  const rest = grantees.length - pieces.length;
  const all = rest > 0 ? [...pieces, `${rest} more`] : pieces;
  return ['one of: ', ...all.flatMap((piece, index): Inline[] => (index === 0 ? [piece] : [', ', piece]))];
}

function granteeWord(grantee: Grantee): Inline {
  switch (grantee.kind) {
    case 'owner':
      return 'the owning team';
    case 'everyone':
      return 'everyone';
    case 'team':
      return `team ${teamName(grantee.name)}`;
    case 'group':
      return /^S[A-Z0-9]{2,}$/.test(grantee.id)
        ? { kind: 'usergroup', id: grantee.id }
        : singleLine(grantee.id, 60);
    case 'person':
      return person({ userId: grantee.who, name: grantee.who });
    default:
      return grantee satisfies never;
  }
}

export function teams(names: readonly string[], word: 'and' | 'or'): string {
  const shown = names.slice(0, mostNamed).map(teamName);
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.at(-1) ?? '';
  const before = all.slice(0, -1).join(', ');
  return `team ${before === '' ? last : `${before} ${word} ${last}`}`;
}
