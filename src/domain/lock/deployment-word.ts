import type { Lock } from './lock.ts';

/** What is said of a deployment that waits, and why. */
export type DeploymentVerdict =
  /** `isKnown`: whether Shipmate has ever heard of the service. */
  | {
      readonly kind: 'free';
      readonly service: string;
      readonly environment: string;
      readonly isKnown: boolean;
    }
  | { readonly kind: 'locked'; readonly lock: Lock }
  /** It brings what the lock is about: the rollback itself. */
  | {
      readonly kind: 'rollback';
      readonly service: string;
      readonly environment: string;
      readonly to: string;
    }
  /** A lock that cannot be read counts as one. */
  | { readonly kind: 'unreadable'; readonly service: string; readonly environment: string }
  /** Nothing could ever lock it: the name is probably another one here. */
  | { readonly kind: 'unknown-environment'; readonly environment: string; readonly known: readonly string[] };

export function isApproved({ kind }: DeploymentVerdict): boolean {
  return kind === 'free' || kind === 'rollback';
}
