import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBotProcess } from '../../sandbox/bot-process.ts';
import { sandboxConfiguration } from '../../sandbox/configuration.ts';
import {
  defaultWorkspace,
  type SlackStandIn,
  startSlackStandIn,
  type Workspace,
} from '../../sandbox/slack/index.ts';
import type { Shipmate } from '../../src/main.ts';
import { type ClusterProcess, startClusterProcess } from './cluster-process.ts';
import type { Scene } from './services.ts';

export interface OpenScene {
  readonly slack: SlackStandIn;
  readonly cluster: ClusterProcess;
  readonly bot: Shipmate;
  close(): Promise<void>;
}

const clusterToken = 'bench-cluster-token';

/** Every service runs v1 before the bot is started. Slack, cluster and bot have a process each; Slack has this one. */
export async function openScene(scene: Scene): Promise<OpenScene> {
  const folder = await mkdtemp(join(tmpdir(), 'shipmate-bench-'));
  const slack = await startSlackStandIn({ workspace: workspaceWith(scene.channels), limits: 'real' });
  const cluster = await startClusterProcess(scene, clusterToken);
  const configuration = sandboxConfiguration({
    slackApiUrl: slack.apiUrl,
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    clusterUrl: cluster.url,
    clusterToken,
    buildToken: 'bench-build-token',
    database: join(folder, 'shipmate.sqlite'),
    port: 0,
    renderer: 'plan',
    logLevel: 'error',
  });
  const bot = await startBotProcess({ configuration, folder });
  slack.connect(bot.url);

  return {
    slack,
    cluster,
    bot,
    async close() {
      await bot.close();
      cluster.stop();
      await slack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function workspaceWith(channels: number): Workspace {
  const members = [...defaultWorkspace.people.map(({ id }) => id), defaultWorkspace.botUserId];
  const seeds = Array.from({ length: channels }, (_, index) => ({
    id: `C0TEAM${index}`,
    name: `team-${index}`,
    members,
  }));
  return { ...defaultWorkspace, channels: [...defaultWorkspace.channels, ...seeds] };
}
