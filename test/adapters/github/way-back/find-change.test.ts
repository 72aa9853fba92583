import { describe, expect, it } from 'vitest';
import type { RepositoryState } from '../../../../sandbox/github/index.ts';
import { createRepository } from '../../../../src/adapters/github/repository.ts';
import type { Change, Finding } from '../../../../src/adapters/github/way-back/change.ts';
import { findChange } from '../../../../src/adapters/github/way-back/find-change.ts';
import type { WayBackRequest } from '../../../../src/ports.ts';
import { openGitHub } from '../opened.ts';
import {
  backFrom,
  between,
  deploymentFile,
  folder,
  image,
  manifest,
  pushVersions,
  repositoryName,
  revert,
} from './clusters.ts';

async function setUp(isEmpty = false) {
  const { github, client } = await openGitHub();
  const repository = isEmpty ? github.repository(repositoryName) : pushVersions(github);
  const find = (request: WayBackRequest = backFrom(), way = revert) =>
    findChange(createRepository(client, repositoryName), request, way);
  const push = (message: string, files: Readonly<Record<string, string | null>>) =>
    repository.push({ message, files });
  return { github, repository, find, push };
}

/** What the files of a change become; `gone` for what is taken away. */
function becomes(repository: RepositoryState, finding: Finding): Readonly<Record<string, string>> {
  const { files } = changeOf(finding);
  const textOf = (sha: string | null) =>
    sha === null ? 'gone' : (repository.objects.blob(sha)?.toString() ?? 'unknown');
  return Object.fromEntries(files.map(({ path, sha }) => [path, textOf(sha)]));
}

function changeOf(finding: Finding): Change {
  if (finding.kind !== 'found') throw new Error(`not found: ${JSON.stringify(finding)}`);
  return finding.change;
}

const titles = (finding: Finding) => changeOf(finding).commits.map(({ title }) => title);
const becauseOf = (finding: Finding) => (finding.kind === 'unclear' ? finding.because : finding.kind);
const kustomization = (tag: string, other = 'v7') => `resources: [../../base]
images:
  - name: registry.example.com/payments-api
    newTag: ${tag}
  - name: registry.example.com/search-api
    newTag: ${other}
`;

describe('what brought a version', () => {
  it('is the commit whose line names it, and only its file goes back', async () => {
    const { repository, find, push } = await setUp();
    push('A word more', { 'README.md': 'What runs where, and why.\n' });

    const finding = await find();

    expect(titles(finding)).toEqual(['payments-api v43']);
    expect(becomes(repository, finding)).toEqual({ [deploymentFile]: manifest('v42') });
  });

  it('takes what goes with it along: files of the workload, added ones too', async () => {
    const { repository, find, push } = await setUp(true);
    const config = `${folder}/config-map.yaml`;
    push('v42', {
      [deploymentFile]: manifest('v42'),
      [config]: 'pool: 10\n',
      [`${folder}/old.yaml`]: 'a: 1\n',
    });
    push('v43', {
      [deploymentFile]: manifest('v43'),
      [config]: 'pool: ten\n',
      [`${folder}/new.yaml`]: 'b: 2\n',
      [`${folder}/old.yaml`]: null,
    });

    expect(becomes(repository, await find())).toEqual({
      [deploymentFile]: manifest('v42'),
      [config]: 'pool: 10\n',
      [`${folder}/new.yaml`]: 'gone',
      [`${folder}/old.yaml`]: 'a: 1\n',
    });
  });

  it('leaves what the same commit changed of others, and names it', async () => {
    const { repository, find, push } = await setUp(true);
    const search = 'apps/prod/search-api/deployment.yaml';
    const all = { ...revert, path: 'apps/prod' };
    push('as it is', { [deploymentFile]: manifest('v42'), [search]: manifest('v7', { name: 'search-api' }) });
    push('both', { [deploymentFile]: manifest('v43'), [search]: manifest('v8', { name: 'search-api' }) });

    const finding = await find(backFrom(), all);

    expect(becomes(repository, finding)).toEqual({ [deploymentFile]: manifest('v42') });
    expect(changeOf(finding).leftAlone).toEqual([search]);
  });

  it.each<[string, (version: string) => string]>([
    ['a tag of kustomize', (version) => kustomization(version)],
    [
      'values of a chart',
      (version) => `image:\n  repository: registry.example.com/payments-api\n  tag: ${version}\n`,
    ],
    ['a value without an image', (version) => `replicas: 3\nimageTag: "${version}"\n`],
  ])('may be %s', async (_what, text) => {
    const { repository, find, push } = await setUp(true);
    const path = `${folder}/values.yaml`;
    push('v42', { [path]: text('v42') });
    push('v43', { [path]: text('v43') });

    expect(becomes(repository, await find())).toEqual({ [path]: text('v42') });
  });

  it('may be several commits, when the target is further back', async () => {
    const { repository, find, push } = await setUp(true);
    for (const version of ['v41', 'v42', 'v43']) push(version, { [deploymentFile]: manifest(version) });
    const request = between([image('v43')], [image('v41')], { targetLabel: 'v41' });

    const finding = await find(request);

    expect(titles(finding)).toEqual(['v43', 'v42']);
    expect(becomes(repository, finding)).toEqual({ [deploymentFile]: manifest('v41') });
  });

  it('is found behind a merge', async () => {
    const { repository, find, push } = await setUp(true);
    push('v42', { [deploymentFile]: manifest('v42') });
    repository.push({ branch: 'bump', message: 'bump to v43', files: { [deploymentFile]: manifest('v43') } });
    push('beside', { 'README.md': 'x\n' });
    repository.pulls.merge(
      repository.pulls.open({ title: 'Bump', head: 'bump', base: 'main' }, 'ada'),
      {},
      'ada',
    );

    const finding = await find();

    expect(titles(finding)).toEqual(['bump to v43']);
    expect(becomes(repository, finding)).toEqual({ [deploymentFile]: manifest('v42') });
  });

  it('is looked for where the environment is, among several', async () => {
    const { repository, find, push } = await setUp(true);
    const at = (place: string) => `payments/${place}/kustomization.yaml`;
    push('v42', { [at('dev')]: kustomization('v42'), [at('prod')]: kustomization('v42') });
    push('v43 to prod', { [at('prod')]: kustomization('v43') });
    push('v43 to dev', { [at('dev')]: kustomization('v43') });

    const finding = await find(backFrom(), { ...revert, path: 'payments' });

    expect(titles(finding)).toEqual(['v43 to prod']);
    expect(becomes(repository, finding)).toEqual({ [at('prod')]: kustomization('v42') });
  });
});

describe('nothing is put back', () => {
  it('when another version has come: overtaken', async () => {
    const { find, push } = await setUp();
    push('v44', { [deploymentFile]: manifest('v44') });

    expect(await find()).toEqual({ kind: 'overtaken' });
  });

  it('when somebody has put it back already', async () => {
    const { find, push } = await setUp();
    push('Revert v43', { [deploymentFile]: manifest('v42') });

    expect(await find()).toEqual({ kind: 'already-there' });
  });

  it('when the file was changed again since: it says by what it would undo', async () => {
    const { find, push } = await setUp();
    push('More replicas', { [deploymentFile]: manifest('v43', { replicas: 5 }) });

    expect(becauseOf(await find())).toContain('changed again after');
  });

  it('when something else changed between the target and the version', async () => {
    const { find, push } = await setUp(true);
    push('v41', { [deploymentFile]: manifest('v41') });
    push('v42', { [deploymentFile]: manifest('v42') });
    push('More replicas', { [deploymentFile]: manifest('v42', { replicas: 5 }) });
    push('v43', { [deploymentFile]: manifest('v43', { replicas: 5 }) });

    const finding = await find(between([image('v43')], [image('v41')]));

    expect(becauseOf(finding)).toContain('“More replicas”');
  });

  it('when the same file brought another service forward', async () => {
    const { find, push } = await setUp(true);
    const path = `${folder}/kustomization.yaml`;
    push('v42', { [path]: kustomization('v42', 'v7') });
    push('v43', { [path]: kustomization('v43', 'v8') });

    expect(becauseOf(await find())).toContain('also concerns registry.example.com/search-api');
  });

  it('when another object in the same file changed', async () => {
    const { find, push } = await setUp(true);
    const text = (version: string, search: number) =>
      `${manifest(version)}---\n${manifest('v7', { name: 'search-api', replicas: search })}`;
    push('v42', { [deploymentFile]: text('v42', 3) });
    push('v43', { [deploymentFile]: text('v43', 9) });

    expect(becauseOf(await find())).toContain('also concerns Deployment search-api');
  });

  it('when an automation would bring the version again', async () => {
    const { find, push } = await setUp(true);
    const marked = (version: string) =>
      manifest(version).replace(/(image: .*)/, '$1 # {"$imagepolicy": "flux-system:payments-api"}');
    push('v42', { [deploymentFile]: marked('v42') });
    push('v43', { [deploymentFile]: marked('v43') });

    expect(becauseOf(await find())).toContain("Flux's image automation writes the version there");
  });

  it('when Argo CD Image Updater would', async () => {
    const { find, push } = await setUp(true);
    const path = `${folder}/.argocd-source-payments.yaml`;
    const text = (version: string) => `kustomize:\n  images:\n    - ${image(version).image}\n`;
    push('v42', { [path]: text('v42') });
    push('v43', { [path]: text('v43') });

    expect(becauseOf(await find())).toContain('Argo CD Image Updater writes the version there');
  });

  it('when it came into several folders at once', async () => {
    const { find, push } = await setUp(true);
    const at = (place: string) => `payments/${place}/kustomization.yaml`;
    push('v42', { [at('east')]: kustomization('v42'), [at('west')]: kustomization('v42') });
    push('v43', { [at('east')]: kustomization('v43'), [at('west')]: kustomization('v43') });

    expect(becauseOf(await find(backFrom(), { ...revert, path: 'payments' }))).toContain('several folders');
  });

  it("when a version of the same name is another service's", async () => {
    const { find, push } = await setUp(true);
    const search = (version: string) =>
      manifest(version, { name: 'search-api' }).replace(
        'metadata:',
        `metadata:\n  labels: {version: ${version}}`,
      );
    push('as it is', { 'apps/search.yaml': search('v42') });
    push('search v43', { 'apps/search.yaml': search('v43') });

    expect(becauseOf(await find(backFrom(), { ...revert, path: 'apps' }))).toContain('None of the last');
  });

  it('when the images are the same', async () => {
    const { find } = await setUp();

    expect(becauseOf(await find(between([image('v43')], [image('v43')])))).toContain('the same images');
  });

  it('when the history does not have the target', async () => {
    const { find } = await setUp();

    expect(await find(between([image('v43')], [image('v40')]))).toEqual({ kind: 'target-gone' });
  });

  it.each([
    ['no such branch', { ...revert, branch: 'trunk' }, 'no branch trunk'],
    ['a branch that climbs', { ...revert, branch: '../../../../user' }, 'no branch ../../../../user'],
    ['no such folder', { ...revert, path: 'apps/nowhere' }, 'nothing in apps/nowhere'],
    ['a folder that never named it', { ...revert, path: 'apps/prod/search-api' }, 'None of the last'],
  ])('when there is %s', async (_what, way, words) => {
    const { find } = await setUp();

    expect(becauseOf(await find(backFrom(), way))).toContain(words);
  });

  it('when the history is too long to look through', async () => {
    const { github, find, push } = await setUp();
    for (let number = 0; number < 120; number += 1)
      push(`note ${number}`, { [`${folder}/notes.md`]: `${number}\n` });

    expect(becauseOf(await find())).toContain('None of the last 100 commits');
    expect(github.requests.length).toBeLessThan(130);
  });
});
