import { loadConfig } from '../config/load.ts';
import type { Command, ExitCode } from './command.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Follow rollouts and speak in Slack, until it is told to stop.',
  flags: [],
  async run({ env, readFile, tell, untilStopped }): Promise<ExitCode> {
    const { config, warnings } = loadConfig({ env, readFile });
    for (const warning of warnings) tell(`warning: ${warning}`);

    // Loaded late: the other commands need neither Slack's nor Kubernetes' libraries, which take their time to load.
    const { startShipmate } = await import('../main.ts');
    // Asked for before the start: who is told to stop in the middle of it still stops in good order.
    const stopped = untilStopped();
    const shipmate = await startShipmate(config);
    tell(`Shipmate listens at ${shipmate.url}`);

    const signal = await stopped;
    tell(`Stopping on ${signal}: what is under way is finished first. Once more stops at once.`);
    await shipmate.close();
    return 0;
  },
};
