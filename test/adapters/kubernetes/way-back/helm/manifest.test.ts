import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../../../src/adapters/kubernetes/way-back/helm/manifest.ts';

const configMap = (more: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n${more}`;
const only = async (manifest: string) => (await parseManifest(manifest))[0]?.object;

describe('a manifest', () => {
  it('is its objects, in their order', async () => {
    const manifest = `---
# Source: api/templates/config.yaml
${configMap('data: {text: "---"}')}
---
# Source: api/templates/empty.yaml
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: other
  creationTimestamp: null
status: {}
`;

    expect(await parseManifest(manifest)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: '',
        name: 'a',
        object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { text: '---' } },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'other',
        name: 'api',
        object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api', namespace: 'other' } },
      },
    ]);
  });

  it('is what a list in it holds', async () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${JSON.stringify(await only(configMap('')))}\n`;

    expect((await parseManifest(list)).map(({ name }) => name)).toEqual(['a']);
  });

  it.each([
    ['yes', true],
    ['"yes"', 'yes'],
    ['0644', 420],
    ['12:30:45', '12:30:45'],
    ['2026-11-25', '2026-11-25'],
    ['1e3', 1000],
    ['~', null],
  ])('reads %s as Go does: %j', async (text, value) => {
    expect(await only(configMap(`data: {key: ${text}}`))).toMatchObject({ data: { key: value } });
  });

  it('takes the last of what is said twice', async () => {
    expect(await only(configMap('data: {a: "1", a: "2"}'))).toMatchObject({ data: { a: '2' } });
  });

  it('follows anchors and merges', async () => {
    expect(await only(configMap('base: &base {a: "1"}\ndata: {<<: *base, b: "2"}'))).toMatchObject({
      data: { a: '1', b: '2' },
    });
  });

  it('has what a Secret is told in plain text as its data', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {key: text}\n';

    expect(await only(secret)).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      data: { key: 'dGV4dA==' },
    });
  });

  const bomb = [...'bcdefghi'].reduce(
    (text, name, index) => `${text}\n${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`,
    'a: &a [x,x,x,x,x,x,x,x,x]',
  );

  it.each([
    ['no YAML', 'a: [', 'cannot be read'],
    ['no object', '- a', 'cannot be read'],
    ['an object without a name', 'apiVersion: v1\nkind: ConfigMap', 'cannot be read'],
    ['a bomb of aliases', configMap(bomb), 'cannot be read'],
    ['more text than a release has', configMap(`data: {a: ${'x'.repeat(5_000_000)}}`), 'too long'],
    ['more objects than a release has', `${configMap('')}\n---\n`.repeat(1_001), 'too many objects'],
  ])('is refused: %s', async (_what, manifest, because) => {
    await expect(parseManifest(manifest)).rejects.toThrow(because);
  });
});
