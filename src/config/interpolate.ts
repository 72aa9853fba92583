export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws when it cannot be read. */
  readonly readFile: (path: string) => string;
}

export interface Interpolated {
  readonly value: string;
  /** Where parts of the value came from, without defaults: `${SLACK_BOT_TOKEN}`. Empty when nothing was replaced. */
  readonly references: readonly string[];
  readonly problems: readonly string[];
}

const reference = /\$\$\{|\$\{([^}]*)(\}?)/g;
const variable = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/;

/**
 * Replaces `${VAR}`, `${VAR:-default}` (also when VAR is empty, as in a shell) and `${file:/path}` (without the line
 * break at the end of the file); `$${` stands for `${`. What was put in is not looked at again.
 */
export function interpolate(text: string, surroundings: Surroundings): Interpolated {
  const references: string[] = [];
  const problems: string[] = [];

  const value = text.replaceAll(reference, (match: string, inside: string | undefined, end: string) => {
    if (inside === undefined) return '${';

    const found: Resolution =
      end === ''
        ? { problem: `has "$\{" without "}"; write "$$\{" for a plain "$\{"` }
        : resolve(inside, surroundings);
    if ('problem' in found) {
      problems.push(found.problem);
      return match;
    }

    references.push(found.reference);
    return found.value;
  });

  return { value, references, problems };
}

type Resolution = { readonly value: string; readonly reference: string } | { readonly problem: string };

function resolve(inside: string, surroundings: Surroundings): Resolution {
  if (inside.startsWith('file:')) return resolveFile(inside.slice('file:'.length), surroundings);

  const [, name, byDefault] = variable.exec(inside) ?? [];
  // What is inside is not repeated: it may be a secret that was put where its variable belongs.
  if (name === undefined) {
    return {
      problem: `has a "$\{…}" that is none of $\{VARIABLE}, $\{VARIABLE:-default} and $\{file:/path}`,
    };
  }

  const value = surroundings.env[name];
  if (byDefault !== undefined) return { value: value || byDefault, reference: `\${${name}}` };
  if (value === undefined) return { problem: `the environment variable ${name} is not set` };
  return { value, reference: `\${${name}}` };
}

function resolveFile(path: string, { readFile }: Surroundings): Resolution {
  try {
    return { value: readFile(path).replace(/\r?\n$/, ''), reference: `\${file:${path}}` };
  } catch (error) {
    return { problem: `cannot read the file ${path}${reasonOf(error)}` };
  }
}

/** ` (ENOENT)`: the code only, as messages repeat the path. */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
}
