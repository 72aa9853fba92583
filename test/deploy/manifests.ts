import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

export const deployFolder = new URL('../../deploy/', import.meta.url);

export const manifestSchema = z.looseObject({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }).optional(),
  resources: z.array(z.string()).optional(),
  rules: z
    .array(
      z.object({
        apiGroups: z.array(z.string()),
        resources: z.array(z.string()),
        verbs: z.array(z.string()),
      }),
    )
    .optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Paths of all YAML files under deploy/, from there. */
export function yamlFiles(): string[] {
  return readdirSync(deployFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort();
}

/** The documents of one file; throws with the parser's message when it is not YAML. */
export function readDocuments(path: string): unknown[] {
  const documents = parseAllDocuments(readFileSync(new URL(path, deployFolder), 'utf8'));
  if (!Array.isArray(documents)) throw new Error(`${path} is empty`);

  return documents.map((document) => {
    for (const error of document.errors) throw new Error(`${path}: ${error.message}`);
    return document.toJS();
  });
}

export function kubernetesManifests(): Manifest[] {
  return yamlFiles()
    .filter((path) => path.startsWith('kubernetes/'))
    .flatMap((path) => readDocuments(path).map((document) => manifestSchema.parse(document)));
}
