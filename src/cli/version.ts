import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Command } from './command.ts';

const packageSchema = z.object({ version: z.string() });

export const versionCommand: Command = {
  name: 'version',
  summary: 'Show the version; so does --version.',
  flags: [],
  run({ readFile, print }) {
    const text = readFile(fileURLToPath(new URL('../../package.json', import.meta.url)));

    print(packageSchema.parse(JSON.parse(text)).version);
    return 0;
  },
};
