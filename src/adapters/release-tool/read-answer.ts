import type { Dispatcher } from 'undici';
import { z } from 'zod';

/** A tool has a sentence to say, and no more. */
const maxBytes = 64 * 1024;
const maxWords = 1_000;

/** What a tool's answer says; fields that are missing or of another type say nothing. */
export interface Answer {
  readonly status: number;
  readonly state: 'accepted' | 'running' | 'done' | 'refused' | undefined;
  /** Untrusted text, of bounded length. */
  readonly message: string;
  readonly url: string | undefined;
  /** The version that came first. */
  readonly newer: string | undefined;
}

const schema = z.object({
  status: z.enum(['accepted', 'running', 'done', 'refused']).optional().catch(undefined),
  message: z.string().catch(''),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .refine(hasNoCredentials)
    .optional()
    .catch(undefined),
  newer: z.string().optional().catch(undefined),
});

/** It is shown to everyone in the channel. */
function hasNoCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

const silent: z.infer<typeof schema> = { status: undefined, message: '', url: undefined, newer: undefined };

/** Never throws for what is in the body; rejects when it breaks off. */
export async function readAnswer({ statusCode, body }: Dispatcher.ResponseData<unknown>): Promise<Answer> {
  const parsed = schema.safeParse(await readJson(body));
  const { status: state, message, url, newer } = parsed.success ? parsed.data : silent;
  return { status: statusCode, state, message: message.slice(0, maxWords), url, newer };
}

/** Undefined for what is too long, or no JSON. */
async function readJson(body: Dispatcher.ResponseData['body']): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    // Leaving the loop closes the connection: the rest is never read.
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
