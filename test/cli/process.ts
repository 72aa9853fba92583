import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export interface Outcome {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd: string;
  /** All of it: nothing of the test's own environment is passed on. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** The real thing in a process of its own. */
export function shipmate(words: readonly string[], { cwd, env, input = '' }: Surroundings): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...words], { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
