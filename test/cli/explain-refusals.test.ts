import { describe, expect, it } from 'vitest';
import { clusterList, piped } from './cluster-list.ts';
import { type } from './terminal.ts';

describe('shipmate explain of what it cannot read', () => {
  it.each([
    ['nothing', '', 'stdin is empty: there are no objects to explain.'],
    ['blank lines', '\n\n', 'stdin is empty'],
    ['comments alone', '# nothing yet\n', 'stdin holds no Kubernetes object'],
    ['a word', 'hello', 'stdin:1:1 expected a Kubernetes object, got plain text'],
    ['an object without a kind', 'a: 1', 'nothing in it has a kind'],
    ['broken YAML', 'kind: Pod\nspec:\n  a: [1,\n', 'stdin:4:1 not valid YAML'],
    ['broken YAML further down', 'kind: Pod\n---\nkind: Pod\n\tx: 1\n', 'stdin:4:1 not valid YAML'],
    ['JSON that is cut off', '{"kind": "Pod",\n "spec": {', 'stdin ends in the middle of its JSON'],
    ['JSON that is cut off in a word', '{"kind": "List", "items": [{"kind": "Po', 'it was cut off'],
    ['JSON that is cut off after a value', '{"kind": "Pod", "a": [1,\n2\n', 'it was cut off'],
    ['broken JSON', '{"kind": "Pod",\n "spec": {]}', 'stdin:2:11 not valid YAML'],
    ['an alias of nothing', 'kind: Pod\nspec: *template\n', 'an alias ("*name") has no anchor'],
    ['endless brackets', '['.repeat(100_000), 'nested too deeply'],
    ['endless dashes', `${'- '.repeat(100_000)}a`, 'nested too deeply'],
    ['NUL bytes', 'kind: Pod\u0000', 'stdin is not UTF-8 text'],
  ])('%s: a sentence and exit code 1', async (_what, text, sentence) => {
    const { code, stdout, stderr } = await type('explain -f -', piped(text));

    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\bat .*\.ts:|unexpected|"level"/);
  });

  it('expands no alias for ever', async () => {
    const nine = (name: string) => `[${Array(9).fill(`*${name}`).join(', ')}]`;
    const bomb = `kind: Pod\na: &a [x]\nb: &b ${nine('a')}\nc: &c ${nine('b')}\nd: &d ${nine('c')}\ne: ${nine('d')}\n`;

    const { code, stderr } = await type('explain -f -', piped(bomb));

    expect(code).toBe(1);
    expect(stderr).toContain('there are too many');
  });

  it.each([
    ['-f nowhere.yaml', 'Cannot read nowhere.yaml: there is no such file.'],
    ['-f test', 'Cannot read test: it is a folder; name the files in it.'],
  ])('%s: says why', async (words, sentence) => {
    const { code, stderr } = await type(`explain ${words}`);

    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
  });

  it('an empty list is fine: there is nothing to explain', async () => {
    const { code, stdout } = await type('explain -f - --json', piped('{"kind": "List", "items": []}'));

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  it('of ten thousand broken containers says the first, and that --json has all', async () => {
    const list = clusterList();
    const pod = list.items.find(({ kind }) => kind === 'Pod');
    const state = { waiting: { reason: 'InvalidImageName' } };
    const containerStatuses = Array.from({ length: 10_000 }, (_, index) => ({ name: `c${index}`, state }));
    const items = list.items.map((item) => (item === pod ? { ...pod, status: { containerStatuses } } : item));

    const { code, stdout } = await type('explain -f -', piped(JSON.stringify(items)));

    expect(code).toBe(1);
    expect(stdout).toContain('And 9980 more problems; --json has all.');
  });
});

describe('shipmate explain, wrongly used', () => {
  it.each([
    ['explain', 'What should be explained?'],
    ['explain deployment', '"deployment" names no workload.'],
    ['explain deployment/a deployment/b deployment/c', 'One at a time'],
    ['explain cj/ledger', 'kind "cj"'],
    ['explain -f', '--filename needs a value: --filename FILE'],
    ['explain -f --json', '--filename needs a value'],
    ['explain -f - -f -', 'give "-f -" once'],
    ['explain -f - deployment/a', 'Either -f or deployment/a, not both.'],
    ['explain -f - -n prod', '--namespace is for a workload in a cluster'],
    ['explain deployment/a -n prod -n dev', '--namespace may be given once.'],
    ['explain deployment/a --jsn', 'shipmate explain does not know --jsn; did you mean "--json"?'],
    ['serve -f x', 'shipmate serve does not know --filename'],
  ])('%s is exit code 2', async (line, sentence) => {
    const { code, stdout, stderr } = await type(line);

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });

  it('explains itself', async () => {
    const { code, stdout } = await type('explain --help');

    expect(code).toBe(0);
    expect(stdout).toContain('Usage: shipmate explain KIND/NAME');
    expect(stdout).toContain('kubectl get deployments,replicasets,pods -o yaml | shipmate explain -f -');
  });
});
