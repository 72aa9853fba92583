import type { JsonObject } from './json.ts';

/** A refusal as Slack words it: HTTP 200 with `ok: false` and this code. */
export class SlackApiError extends Error {
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.name = 'SlackApiError';
    this.code = code;
    this.details = details;
  }
}

/** A refusal that says where: `response_metadata.messages` with one line a problem. */
export function refusalWithMessages(code: string, problems: readonly string[]): SlackApiError {
  return new SlackApiError(code, {
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
}
