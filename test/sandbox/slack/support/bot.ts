import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import {
  type SlackStandIn,
  type SlackStandInOptions,
  startSlackStandIn,
} from '../../../../sandbox/slack/index.ts';

export interface TestBot {
  slack: SlackStandIn;
  app: App;
  client: WebClient;
  close(): Promise<void>;
}

/** A client that never retries, so that every refusal is seen as it is. */
export function webClient(slack: SlackStandIn, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: silentLogger,
  });
}

/** A real Bolt app on an HTTPReceiver, talking to a stand-in of its own. */
export async function startTestBot(options: SlackStandInOptions = {}): Promise<TestBot> {
  const slack = await startSlackStandIn({ limits: 'off', ...options });
  const receiver = new HTTPReceiver({
    signingSecret: slack.signingSecret,
    endpoints: '/slack/events',
    logger: silentLogger,
  });
  const app = new App({
    token: slack.botToken,
    receiver,
    deferInitialization: true,
    tokenVerificationEnabled: false,
    botId: slack.botId,
    botUserId: slack.botUserId,
    logger: silentLogger,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  await app.init();
  const server = createServer((request, response) => receiver.requestListener(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  slack.connect(`http://127.0.0.1:${portOf(server.address())}`);

  return {
    slack,
    app,
    client: webClient(slack),
    async close() {
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const silentLogger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
