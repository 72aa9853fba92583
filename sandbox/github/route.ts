import type { JsonObject } from '../slack/json.ts';
import type { Caller } from './access.ts';
import type { RepositoryState } from './repository.ts';

export interface Call {
  readonly repository: RepositoryState;
  readonly caller: Caller;
  /** What the path's groups hold, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** Where the API is, for links. */
  readonly apiUrl: string;
  readonly webUrl: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

/** One endpoint below `/repos/{owner}/{repo}`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: RegExp;
  /** What the caller must have: `contents: write`. */
  readonly needs: readonly [permission: string, level: 'read' | 'write'];
  answer(call: Call): Reply;
}
