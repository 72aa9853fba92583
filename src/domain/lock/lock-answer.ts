import type { Grantee } from '../permission/grantee.ts';
import type { Deed } from '../permission/rule.ts';
import type { Lock } from './lock.ts';

/** What became of a request about locks; said to whoever asked. */
export type LockAnswer =
  /** `replaces`: the one that was in force, and ended no later. */
  | { readonly kind: 'locked'; readonly lock: Lock; readonly replaces?: Lock }
  /** There was a lock that holds longer, and it stays. */
  | { readonly kind: 'locked-longer'; readonly lock: Lock }
  | { readonly kind: 'unlocked'; readonly lock: Lock }
  | { readonly kind: 'not-locked'; readonly service: string; readonly environment: string }
  | { readonly kind: 'unknown-service'; readonly service: string; readonly nearest: string | undefined }
  | { readonly kind: 'unknown-environment'; readonly environment: string; readonly known: readonly string[] }
  | {
      readonly kind: 'not-permitted';
      readonly deed: Deed;
      readonly allowed: readonly Grantee[];
      readonly ownTeams: readonly string[];
    }
  /** Slack did not say who it is. */
  | { readonly kind: 'identity-unavailable' }
  /** The card of the button is not known any more. */
  | { readonly kind: 'unknown-button' };
