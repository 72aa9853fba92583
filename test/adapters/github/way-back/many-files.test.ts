import { describe, expect, it } from 'vitest';
import { createRepository } from '../../../../src/adapters/github/repository.ts';
import { findChange } from '../../../../src/adapters/github/way-back/find-change.ts';
import { openGitHub } from '../opened.ts';
import {
  between,
  deploymentFile,
  folder,
  image,
  manifest,
  pushVersions,
  repositoryName,
  revert,
} from './clusters.ts';

describe('a commit of many files', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/part-${index}.txt`, 'x\n']));

  it('is looked through a few at a time', async () => {
    const { github, client } = await openGitHub();
    const repository = pushVersions(github);
    repository.push({ message: 'v44', files: { [deploymentFile]: manifest('v44'), ...many(60) } });
    const real = createRepository(client, repositoryName);
    const reads = { now: 0, most: 0 };
    const file: typeof real.file = async (...about) => {
      reads.now += 1;
      reads.most = Math.max(reads.most, reads.now);
      return await real.file(...about).finally(() => {
        reads.now -= 1;
      });
    };

    const finding = await findChange(
      { ...real, file },
      between([image('v44')], [image('v43')], { currentLabel: 'v44', targetLabel: 'v43' }),
      revert,
    );

    expect(finding.kind).toBe('found');
    expect(reads.most).toBeLessThanOrEqual(10);
  });

  it('is not taken back when GitHub does not show all of them', async () => {
    const { github, client } = await openGitHub();
    pushVersions(github).push({
      message: 'v44 of everything',
      files: { [deploymentFile]: manifest('v44'), ...many(300) },
    });

    const finding = await findChange(
      createRepository(client, repositoryName),
      between([image('v44')], [image('v43')], { currentLabel: 'v44', targetLabel: 'v43' }),
      revert,
    );

    expect(finding).toMatchObject({ because: expect.stringContaining('touches 300 files or more') });
  });
});
