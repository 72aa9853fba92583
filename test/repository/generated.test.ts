import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../src/config/generate/generated-files.ts';
import { readProjectFile } from './source-files.ts';

describe('generated files', () => {
  it.each(generatedFiles(readProjectFile('src/config/example.yaml')))(
    '$path is up to date',
    ({ path, content }) => {
      expect(
        readProjectFile(path) === content,
        `${path} is stale: run \`npm run generate\` and commit what it wrote`,
      ).toBe(true);
    },
  );
});
