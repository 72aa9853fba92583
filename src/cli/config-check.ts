import { loadConfig } from '../config/load.ts';
import type { Command } from './command.ts';
import { summariseConfig } from './config-summary.ts';

export const configCheckCommand: Command = {
  name: 'config check',
  summary: 'Read the configuration, list every problem, and show what it means.',
  flags: [],
  operand: 'FILE',
  run({ env, readFile, print, tell }, _flags, file) {
    const loaded = loadConfig({ env, readFile, ...(file === undefined ? {} : { path: file }) });

    for (const line of summariseConfig(loaded)) print(line);
    for (const warning of loaded.warnings) tell(`warning: ${warning}`);
    return 0;
  },
};
