import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** The real thing in a process of its own, in a folder without a configuration. */
function shipmate(...words: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: tmpdir(), env: { SHIPMATE_CONFIG: '/nowhere/shipmate.yaml' } };
    execFile(process.execPath, [cli, ...words], options, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

describe('src/cli.ts', () => {
  it('is run by Node as it is: results on stdout, messages on stderr, and the exit code', async () => {
    const [version, wrong, refused] = await Promise.all([
      shipmate('--version'),
      shipmate('x'),
      shipmate('serve'),
    ]);

    expect(version).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
    expect(wrong).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('There is no command "x"'),
    });
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('SHIPMATE_CONFIG names /nowhere/shipmate.yaml'),
    });
  });
});
