import type { Protection } from '../ownership/protection.ts';
import type { Permission } from '../permission/decide-permission.ts';

/** Whether somebody else has to agree before a rollback is carried out, and whether this person may do without. */
export type SecondPerson = 'not-needed' | 'needed' | 'may-break-glass';

export function secondPersonFor(protection: Protection, breakGlass: Permission): SecondPerson {
  if (!protection.needsSecondPerson) return 'not-needed';
  return breakGlass.isAllowed ? 'may-break-glass' : 'needed';
}
