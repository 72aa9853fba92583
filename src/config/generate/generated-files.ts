import { configJsonSchema } from '../json-schema.ts';
import { editorSchema } from './editor-schema.ts';
import { referencePage } from './reference-page.ts';

export interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string;
  readonly content: string;
}

/** Everything that is derived from the schema and committed. `example` is the text of src/config/example.yaml. */
export function generatedFiles(example: string): GeneratedFile[] {
  const schema = configJsonSchema();

  return [
    {
      path: 'src/config/shipmate.schema.json',
      content: `${JSON.stringify(editorSchema(schema), null, 2)}\n`,
    },
    { path: 'CONFIGURATION.md', content: referencePage(schema, example) },
  ];
}
