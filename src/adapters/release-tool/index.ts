import { PermanentError } from '../../errors.ts';
import type { Clock, WayBackExecutor, WayBackRequest, WayBackResult } from '../../ports.ts';
import { ask } from './ask.ts';
import { orderOf } from './order.ts';
import type { Answer } from './read-answer.ts';
import type { ReleaseTool } from './tool.ts';

export type { ReleaseTool } from './tool.ts';

interface ReleaseToolDeps {
  readonly tools: readonly ReleaseTool[];
  readonly clock: Clock;
}

/**
 * Asks a team's own release tool to go back, with a signed request. The tool acts once for a key; it is asked again
 * under the same one how far it is. What it is sent and may answer: docs/release-tool.md.
 */
export function createReleaseTools({ tools, clock }: ReleaseToolDeps): WayBackExecutor {
  return {
    async carryOut(request) {
      const { way, key } = request;
      const tool = tools.find(({ name }) => way.kind === 'webhook' && way.tool === name);
      if (tool === undefined) {
        throw new PermanentError('release-tool-unknown', 'The release tool is not configured any more.');
      }
      // A tool that has not got the order would begin it: there is no question that it only answers.
      if (request.takesUpOnly === true) throw tooLate(tool);
      request.confirmLead?.();
      return toResult(await ask(tool, { key, body: orderOf(request) }, clock), tool, request);
    },
  };
}

/** Asking again would answer nothing else. */
function tooLate({ name }: ReleaseTool): PermanentError {
  return new PermanentError('release-tool-too-late', `It is too late to ask the release tool ${name} again.`);
}

function toResult(answer: Answer, { name }: ReleaseTool, request: WayBackRequest): WayBackResult {
  const { status, state, newer, url } = answer;
  if (status === 401 || status === 403)
    return { kind: 'forbidden', rule: missingRule(answer, name, request) };
  if (status === 409 && newer !== undefined) return { kind: 'refused', because: 'newer-revision' };
  if (status > 299) return { kind: 'refused-elsewhere', who: name, said: inItsWords(answer) };
  switch (state) {
    case 'done':
      return { kind: 'applied' };
    case 'refused':
      return { kind: 'refused-elsewhere', who: name, said: answer.message || 'it did not say why' };
    default:
      return { kind: 'waiting', for: 'release-tool', ...(url === undefined ? {} : { url }) };
  }
}

function missingRule(answer: Answer, tool: string, { service, environment }: WayBackRequest): string {
  return `release ${service} in ${environment} through ${tool} (${inItsWords(answer)})`;
}

function inItsWords({ status, message }: Answer): string {
  if (message !== '') return `HTTP ${status}: ${message}`;
  return status < 400 ? `HTTP ${status}, a redirect, which is not followed` : `HTTP ${status}`;
}
