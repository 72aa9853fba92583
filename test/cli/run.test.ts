import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/run.ts';
import { PermanentError, UserError } from '../../src/errors.ts';
import { type } from './terminal.ts';

function failing(error: unknown): Command[] {
  const run = () => {
    throw error;
  };
  return [{ name: 'fail', summary: '', flags: [], run }];
}

describe('shipmate', () => {
  it('lists its commands when there is none, as wrong usage', async () => {
    const { code, stdout, stderr } = await type('');

    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const { name } of commands) expect(stderr).toContain(`  ${name}`);
  });

  it.each(['help', '--help', '-h', 'dance --help'])('%s shows the commands on stdout', async (line) => {
    const { code, stdout, stderr } = await type(line);

    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('Usage: shipmate <command>');
    for (const { summary } of commands) expect(stdout).toContain(summary);
  });

  it.each([
    ['serve --help', ['Usage: shipmate serve\n\nFollow rollouts and speak in Slack']],
    ['serve -h', ['Usage: shipmate serve\n\n']],
    ['help serve', ['Usage: shipmate serve\n\n']],
    ['version --help', ['Usage: shipmate version\n\nShow the version']],
    ['config schema --help', ['Usage: shipmate config schema [--write]\n\nPrint the JSON Schema']],
    ['config check --help', ['Usage: shipmate config check [FILE]']],
    ['config --help', ['Usage: shipmate config check [FILE]', 'Usage: shipmate config schema [--write]']],
    ['inbox --help', ['Usage: shipmate inbox list [--dead]', 'Usage: shipmate inbox replay KEY']],
    ['help inbox', ['Usage: shipmate inbox list [--dead]', 'Usage: shipmate inbox replay KEY']],
    ['inbox list --help', ['Usage: shipmate inbox list [--dead]']],
    ['inbox replay some-key --help', ['Usage: shipmate inbox replay KEY']],
    ['can --help', ['Usage: shipmate can']],
    ['audit --help', ['Usage: shipmate audit']],
    ['redact --help', ['Usage: shipmate redact']],
  ])('%s shows what it does, and not what others do', async (line, usages) => {
    const { code, stdout, stderr } = await type(line);

    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const usage of usages) expect(stdout).toContain(usage);
    expect(stdout.match(/^Usage: /gm)).toHaveLength(usages.length);
    expect(stdout).not.toContain('<command>');
  });

  it.each(['--version', 'version'])('%s shows the version', async (line) => {
    const { code, stdout } = await type(line);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it.each([
    ['serv', 'There is no command "serv"; did you mean "serve"?'],
    ['conifg check', 'There is no command "conifg check"; did you mean "config check"?'],
    ['config', '"shipmate config" needs one more word: config check, config schema'],
    ['dance', 'There is no command "dance"; there are: serve, explain, config check'],
    ['config schema --wrte', 'shipmate config schema does not know --wrte; did you mean "--write"?'],
    ['config check one two', 'config check reads one file'],
    ['serve ./shipmate.yaml', 'There is no command "serve ./shipmate.yaml"'],
    ['config check --loud file', 'shipmate config check does not know --loud'],
    ['serve --loud', 'shipmate serve does not know --loud'],
  ])('%s is wrong usage', async (line, expected) => {
    const { code, stdout, stderr } = await type(line);

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(expected);
  });

  it('shows the message of an error that is meant for people, and nothing else', async () => {
    const { code, stderr } = await type('fail', { commands: failing(new UserError('x', 'Write the file.')) });

    expect(code).toBe(1);
    expect(stderr).toBe('Write the file.');
  });

  it('shows the code of what the world refused', async () => {
    const error = new PermanentError('invalid_auth', 'Slack does not accept the token.');

    const { stderr } = await type('fail', { commands: failing(error) });

    expect(stderr).toBe('Slack does not accept the token. (invalid_auth)');
  });

  it('shows a reference of what nobody foresaw, which is in the log with the stack', async () => {
    const { code, stderr } = await type('fail', { commands: failing(new RangeError('boom')) });
    const [sentence = '', log = ''] = stderr.split('\n');

    expect(code).toBe(1);
    expect(sentence).toMatch(
      /^Shipmate stopped because of something it did not expect\. \(ref [0-9A-F]{6}\)$/,
    );
    expect(sentence).not.toContain('boom');
    expect(JSON.parse(log)).toMatchObject({
      level: 'error',
      reference: /ref (\w+)/.exec(sentence)?.[1],
      stack: expect.stringContaining('RangeError: boom'),
    });
  });
});
