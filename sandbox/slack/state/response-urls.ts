import { randomBytes } from 'node:crypto';

const lifetimeMs = 30 * 60 * 1000;
const maximumUses = 5;

/** What a `response_url` was handed out for. `messageTs` is absent for a slash command. */
export interface ResponseTarget {
  channel: string;
  userId: string;
  messageTs?: string;
  threadTs?: string;
}

export interface ResponseUrls {
  issue(target: ResponseTarget): string;
  /** The target behind a token, or why Slack refuses it. Counts as a use. */
  use(token: string): ResponseTarget | 'expired_url' | 'used_url';
}

export function createResponseUrls(now: () => number): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; atMs: number; uses: number }>();

  return {
    issue(target) {
      const token = randomBytes(12).toString('hex');
      issued.set(token, { target, atMs: now(), uses: 0 });
      return token;
    },
    use(token) {
      const entry = issued.get(token);
      if (!entry || now() - entry.atMs > lifetimeMs) return 'expired_url';
      if (entry.uses >= maximumUses) return 'used_url';
      entry.uses += 1;
      return entry.target;
    },
  };
}
