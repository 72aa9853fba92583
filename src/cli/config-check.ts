import { loadConfig } from '../config/load.ts';
import { UserError } from '../errors.ts';
import type { Command } from './command.ts';
import { summariseConfig } from './config-summary.ts';

export const configCheckCommand: Command = {
  name: 'config check',
  summary: 'Read the configuration, list every problem, and show what it means.',
  flags: [],
  takesWords: true,
  help: 'Usage: shipmate config check [FILE]\n\nReads FILE, else the configuration that SHIPMATE_CONFIG names, else ./shipmate.yaml.',
  run({ env, readFile, print, tell }, { words }) {
    const [file, ...others] = words;
    if (others.length > 0)
      throw new UserError('usage', 'shipmate config check reads one file: config check [FILE]');
    const loaded = loadConfig({ env, readFile, ...(file === undefined ? {} : { path: file }) });

    for (const line of summariseConfig(loaded)) print(line);
    for (const warning of loaded.warnings) tell(`warning: ${warning}`);
    return 0;
  },
};
