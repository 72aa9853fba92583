import type { JsonObject } from '../json.ts';
import type { World } from '../state/world.ts';
import type { CallArguments } from './call-arguments.ts';

/** Slack's rate tiers; `special` methods carry a limit of their own. */
export type RateTier = 'tier2' | 'tier3' | 'tier4' | 'posting' | 'unlimited';

export interface WebApiMethod {
  /** Any one of these scopes will do; none: a token is enough. */
  scopes: readonly string[];
  rate: RateTier;
  run(call: CallArguments, world: World): JsonObject;
}

export type MethodGroup = Readonly<Record<string, WebApiMethod>>;
