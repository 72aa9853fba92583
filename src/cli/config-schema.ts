import { fileURLToPath } from 'node:url';
import { editorSchema } from '../config/generate/editor-schema.ts';
import { generatedFiles } from '../config/generate/generated-files.ts';
import { configJsonSchema } from '../config/json-schema.ts';
import type { Command } from './command.ts';

const root = new URL('../../', import.meta.url);

export const configSchemaCommand: Command = {
  name: 'config schema',
  summary: 'Print the JSON Schema of shipmate.yaml; with --write, renew the generated files of the project.',
  flags: ['write'],
  run({ readFile, writeFile, print }, { flags }) {
    if (!flags.has('write')) {
      print(JSON.stringify(editorSchema(configJsonSchema()), null, 2));
      return 0;
    }

    const example = readFile(fileURLToPath(new URL('src/config/example.yaml', root)));
    for (const { path, content } of generatedFiles(example)) {
      writeFile(fileURLToPath(new URL(path, root)), content);
      print(`wrote ${path}`);
    }
    return 0;
  },
};
