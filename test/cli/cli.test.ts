import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { clusterList } from './cluster-list.ts';
import { shipmate } from './process.ts';

/** In a folder without a configuration. */
const nowhere = { cwd: tmpdir(), env: { SHIPMATE_CONFIG: '/nowhere/shipmate.yaml' } };

describe('src/cli.ts', () => {
  it('is run by Node as it is: results on stdout, messages on stderr, and the exit code', async () => {
    const [version, wrong, refused] = await Promise.all([
      shipmate(['--version'], nowhere),
      shipmate(['x'], nowhere),
      shipmate(['serve'], nowhere),
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

  it('reads stdin, also when the configuration cannot be read', async () => {
    const input = JSON.stringify(clusterList());

    const { code, stdout, stderr } = await shipmate(['explain', '-f', '-', '--json'], { ...nowhere, input });

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(stderr).toContain('secrets are hidden by the rules that are built in');
  });
});
