import { createHmac } from 'node:crypto';

/** The headers Slack signs a request with: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signRequest(
  body: string,
  signingSecret: string,
  epochSeconds: number,
): Record<string, string> {
  const digest = createHmac('sha256', signingSecret).update(`v0:${epochSeconds}:${body}`).digest('hex');

  return { 'x-slack-request-timestamp': String(epochSeconds), 'x-slack-signature': `v0=${digest}` };
}
