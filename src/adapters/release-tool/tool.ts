import type { Secrets } from './sign.ts';

/** One team's own tool, as configured. */
export interface ReleaseTool extends Secrets {
  readonly name: string;
  readonly url: string;
  readonly timeoutMs: number;
}
