import { loadConfig } from '../config/load.ts';
import type { Command } from './command.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Follow rollouts and speak in Slack, until it is told to stop.',
  flags: [],
  async run({ env, readFile, tell }) {
    const { config, warnings } = loadConfig({ env, readFile });
    for (const warning of warnings) tell(`warning: ${warning}`);

    // Loaded late: the other commands need neither Slack's nor Kubernetes' libraries, which take their time to load.
    const { serve } = await import('../main.ts');
    await serve(config);
    return 0;
  },
};
