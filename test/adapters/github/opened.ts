import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { type GitHubStandIn, startGitHubStandIn } from '../../../sandbox/github/index.ts';
import { type Client, createClient } from '../../../src/adapters/github/client.ts';
import { type CredentialOptions, createCredentials } from '../../../src/adapters/github/credentials.ts';
import { createTransport } from '../../../src/adapters/github/transport.ts';

/** A clock that a test moves. */
export function movableClock(start = Date.parse('2026-11-25T16:00:00Z')) {
  let now = start;
  return {
    now: () => now,
    forward(ms: number) {
      now += ms;
    },
  };
}

export interface Opened {
  readonly github: GitHubStandIn;
  readonly client: Client;
  readonly clock: ReturnType<typeof movableClock>;
}

/** A stand-in and a client of it, which go with the test. */
export async function openGitHub(
  credentials?: (github: GitHubStandIn) => CredentialOptions,
  timeoutMs = 2_000,
): Promise<Opened> {
  const clock = movableClock();
  const github = await startGitHubStandIn({ now: clock.now });
  const dispatcher = new Agent();
  onTestFinished(async () => {
    await dispatcher.destroy();
    await github.close();
  });
  const transport = createTransport({ apiUrl: github.apiUrl, dispatcher, clock, timeoutMs });
  const options = credentials?.(github) ?? { token: github.token };
  return { github, clock, client: createClient(transport, createCredentials(options, { transport, clock })) };
}
