import type { ConnectionOptions } from './connection-options.ts';
import { type Credentials, loadCredentials } from './credentials.ts';

/** The credentials as last read; read at the first need, and again after `forget`. */
export interface CredentialsHolder {
  current(): Promise<Credentials>;
  forget(): void;
}

export function createCredentialsHolder(options: ConnectionOptions): CredentialsHolder {
  let credentials: Promise<Credentials> | undefined;
  return {
    async current() {
      credentials ??= loadCredentials(options);
      const loading = credentials;
      try {
        return await loading;
      } catch (error) {
        // Read anew next time: the file may have been put right.
        if (credentials === loading) credentials = undefined;
        throw error;
      }
    },
    forget() {
      credentials = undefined;
    },
  };
}
