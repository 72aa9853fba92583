import type { Grantee } from '../permission/grantee.ts';
import type { Deed } from '../permission/rule.ts';
import type { Manager } from './manager.ts';
import type { ManagedBecause, Person, RollbackStatus } from './rollback.ts';
import type { WayBack } from './way-back.ts';

/** Why a press does nothing; said to the person who pressed, and only to them. */
export type Refusal =
  | {
      readonly kind: 'not-permitted';
      readonly deed: Deed;
      /** Who may. Empty when nobody owns the service and nobody else is allowed. */
      readonly allowed: readonly Grantee[];
      readonly ownTeams: readonly string[];
    }
  | {
      readonly kind: 'already-requested';
      readonly by: Person;
      readonly at: number;
      readonly status: RollbackStatus;
      readonly targetLabel: string;
    }
  | {
      /** The button was for a version that is not the current one any more. */
      readonly kind: 'stale';
      readonly label: string;
    }
  /** What a rollback would do is another thing by now than the button said. */
  | { readonly kind: 'other-way'; readonly way: WayBack }
  /** The version that was chosen is not among those that could be gone back to. */
  | { readonly kind: 'not-a-candidate' }
  | {
      readonly kind: 'managed';
      readonly manager: Exclude<Manager, { kind: 'none' }>;
      readonly because?: ManagedBecause;
    }
  /** A second person is somebody else. */
  | { readonly kind: 'own-request' }
  /** Going ahead without a second person takes a reason. */
  | { readonly kind: 'reason-needed' }
  /** Flux is not suspended for the rollback any more, or resumes already. */
  | { readonly kind: 'not-suspended' }
  | { readonly kind: 'healthy-again'; readonly label: string }
  | { readonly kind: 'unknown-button' }
  | { readonly kind: 'identity-unavailable' }
  /** Something broke; the reference is in the log. */
  | { readonly kind: 'error'; readonly reference: string };
