import { type LoadedConfig, loadConfig } from '../../src/config/load.ts';
import { UserError } from '../../src/errors.ts';

export interface Written {
  /** Content of shipmate.yaml; absent when there is no such file. */
  readonly text?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Other files by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Loads shipmate.yaml from memory. */
export function loadText({ text, env = {}, files = {} }: Written): LoadedConfig {
  const all: Readonly<Record<string, string>> = {
    ...files,
    ...(text === undefined ? {} : { './shipmate.yaml': text }),
  };

  return loadConfig({
    env,
    readFile: (path) => {
      const content = all[path];
      if (content === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
      return content;
    },
  });
}

/** The message a person would see. */
export function refusalOf(written: Written): string {
  return errorOf(written).message;
}

export function errorOf(written: Written): UserError {
  try {
    loadText(written);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

/** The shortest valid configuration; what is added must not be `slack` or `clusters`. */
export function minimal(more = ''): string {
  return `slack: {botToken: xoxb-1, signingSecret: abc, fallbackChannel: "#releases"}
clusters: [{name: prod, environment: prod}]
${more}`;
}
