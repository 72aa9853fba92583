import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const manifest = z.object({
  features: z.object({ slash_commands: z.array(z.object({ command: z.string() })).default([]) }),
});

/** The slash commands of the manifest that the app is installed with: Slack knows no others. */
export async function declaredCommands(): Promise<readonly string[]> {
  const file = new URL('../deploy/slack-manifest.yaml', import.meta.url);
  const { features } = manifest.parse(parse(await readFile(file, 'utf8')));
  return features.slash_commands.map(({ command }) => command);
}
