import { z } from 'zod';
import type { Clock } from '../../ports.ts';
import { appToken, readPrivateKey } from './app-token.ts';
import type { Transport } from './transport.ts';

export type CredentialOptions =
  | { readonly token: string }
  | { readonly app: { readonly id: number; readonly privateKey: string; readonly installationId?: number } };

export interface Credentials {
  /** What is sent as the bearer to a repository's endpoints. */
  tokenFor(repository: string): Promise<string>;
  /** GitHub does not take the token: the next one is made anew. */
  forget(repository: string): void;
}

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

const installationSchema = z.object({ id: z.int() });
const tokenSchema = z.object({ token: z.string().min(1), expires_at: z.iso.datetime({ offset: true }) });
/** A token that ends in the middle of what it is used for is of no use. */
const reserveMs = 5 * 60_000;

/** A token as it is, or those of an App's installations: each lasts an hour and is kept until shortly before. */
export function createCredentials(
  options: CredentialOptions,
  { transport, clock }: { readonly transport: Transport; readonly clock: Clock },
): Credentials {
  if ('token' in options) return { tokenFor: async () => options.token, forget: () => undefined };
  const { id, privateKey, installationId } = options.app;
  const key = readPrivateKey(privateKey);
  const installations = new Map<string, number>();
  const tokens = new Map<number, Promise<Token>>();

  async function installationOf(repository: string): Promise<number> {
    const known = installationId ?? installations.get(repository);
    if (known !== undefined) return known;
    const asked = `find the installation of App ${id} on ${repository}`;
    const found = await speak('GET', `/repos/${repository}/installation`, asked);
    const installation = installationSchema.parse(found).id;
    installations.set(repository, installation);
    return installation;
  }

  async function make(installation: number): Promise<Token> {
    const path = `/app/installations/${installation}/access_tokens`;
    const made = await speak('POST', path, `get a token for installation ${installation}`);
    const { token, expires_at: until } = tokenSchema.parse(made);
    return { value: token, expiresAt: Date.parse(until) };
  }

  async function speak(method: 'GET' | 'POST', path: string, asked: string): Promise<unknown> {
    const token = appToken({ id, key }, clock.now());
    // A token that nobody hears of does no harm: asking again is no second act.
    const answer = await transport({ method, path, token, asked, isWrite: false });
    return answer.body;
  }

  /** One request for all who ask at once. */
  async function tokenFor(repository: string): Promise<string> {
    const installation = await installationOf(repository);
    const known = tokens.get(installation);
    const kept = await known?.catch(() => undefined);
    if (kept !== undefined && kept.expiresAt - reserveMs > clock.now()) return kept.value;
    if (tokens.get(installation) !== known) return tokenFor(repository);
    const making = make(installation);
    tokens.set(installation, making);
    making.catch(() => tokens.delete(installation));
    return (await making).value;
  }

  return {
    tokenFor,
    forget(repository) {
      const installation = installationId ?? installations.get(repository);
      installations.delete(repository);
      if (installation !== undefined) tokens.delete(installation);
    },
  };
}
