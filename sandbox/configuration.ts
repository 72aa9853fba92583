import { loadConfig } from '../src/config/load.ts';
import type { Config } from '../src/config/schema.ts';

export interface Surroundings {
  readonly slackApiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly clusterUrl: string;
  readonly clusterToken: string;
  readonly buildToken: string;
  readonly database: string;
  readonly port: number;
  readonly renderer: 'plan' | 'plain';
  readonly logLevel: string;
}

/** What the sandbox's company would write into shipmate.yaml. */
const shipmateYaml = `
slack:
  botToken: \${SLACK_BOT_TOKEN}
  signingSecret: \${SLACK_SIGNING_SECRET}
  apiUrl: \${SLACK_API_URL}
  fallbackChannel: "#releases"
  renderer: \${RENDERER}
clusters:
  - name: sandbox
    environment: prod
    environmentByNamespace: { dev: dev }
    connection:
      server: { url: "\${CLUSTER_URL}", token: "\${CLUSTER_TOKEN}" }
teams:
  - name: payments
    channel: "#team-payments"
    members: [ada@acme.example, linus@acme.example]
    slackGroup: S0PAYMENTS
  - name: search
    channel: "#team-search"
    members: [mei@acme.example]
    slackGroup: S0SEARCH
  - name: sre
    channel: "#team-platform"
    slackGroup: S0SRE
services:
  - { name: payments-api, team: payments }
  - { name: search-api, team: search }
permissions:
  rollback: { teams: [sre] }
builds:
  tokens:
    - { service: "*", token: "\${BUILD_TOKEN}" }
store: { path: "\${DATABASE}" }
server: { host: 127.0.0.1, port: "\${PORT}" }
log: { level: "\${LOG_LEVEL}" }
`;

/** shipmate.yaml and the environment that it refers to. */
export interface Configuration {
  readonly yaml: string;
  readonly env: Readonly<Record<string, string>>;
}

export function sandboxConfiguration(surroundings: Surroundings): Configuration {
  const env = {
    SLACK_BOT_TOKEN: surroundings.botToken,
    SLACK_SIGNING_SECRET: surroundings.signingSecret,
    SLACK_API_URL: surroundings.slackApiUrl,
    CLUSTER_URL: surroundings.clusterUrl,
    CLUSTER_TOKEN: surroundings.clusterToken,
    BUILD_TOKEN: surroundings.buildToken,
    DATABASE: surroundings.database,
    PORT: String(surroundings.port),
    RENDERER: surroundings.renderer,
    LOG_LEVEL: surroundings.logLevel,
  };
  return { yaml: shipmateYaml, env };
}

/** Read by the bot's ordinary loader. */
export function readConfiguration({ yaml, env }: Configuration): Config {
  return loadConfig({ path: 'shipmate.yaml', env, readFile: () => yaml }).config;
}
