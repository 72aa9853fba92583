import { loadConfig } from '../src/config/load.ts';
import type { Config } from '../src/config/schema.ts';

export interface Surroundings {
  readonly slackApiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly clusterUrl: string;
  readonly clusterToken: string;
  /** More clusters of the same company, with the same token. */
  readonly moreClusters?: readonly { readonly name: string; readonly url: string }[];
  /** Default: payments-api and search-api. */
  readonly services?: readonly ServiceEntry[];
  /** Further keys of shipmate.yaml, such as `rollouts`. */
  readonly settings?: Readonly<Record<string, object>>;
  readonly buildToken: string;
  /** The path of a SQLite file, or the URL of a PostgreSQL database. */
  readonly database: string;
  readonly port: number;
  readonly renderer: 'plan' | 'plain';
  readonly logLevel: string;
}

/** One of `services` in shipmate.yaml. */
export interface ServiceEntry {
  readonly name: string;
  readonly team: string;
  readonly channel?: string;
}

const ownServices: readonly ServiceEntry[] = [
  { name: 'payments-api', team: 'payments' },
  { name: 'search-api', team: 'search' },
];

/** What the sandbox's company would write into shipmate.yaml. */
const shipmateYaml = ({
  services = ownServices,
  moreClusters = [],
  settings = {},
  database,
}: Surroundings) => `
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
${listed(moreClusters.map(clusterEntry))}
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
${listed(services)}
permissions:
  rollback: { teams: [sre] }
builds:
  tokens:
    - { service: "*", token: "\${BUILD_TOKEN}" }
store: { ${database.startsWith('postgres:') ? 'url' : 'path'}: "\${DATABASE}" }
server: { host: 127.0.0.1, port: "\${PORT}" }
log: { level: "\${LOG_LEVEL}" }
${Object.entries(settings)
  .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  .join('\n')}
`;

function clusterEntry({ name, url }: { readonly name: string; readonly url: string }): object {
  return { name, environment: 'prod', connection: { server: { url, token: `\${CLUSTER_TOKEN}` } } };
}

/** JSON is YAML, too. */
function listed(entries: readonly object[]): string {
  return entries.map((entry) => `  - ${JSON.stringify(entry)}`).join('\n');
}

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
  return { yaml: shipmateYaml(surroundings), env };
}

/** Read by the bot's ordinary loader. */
export function readConfiguration({ yaml, env }: Configuration): Config {
  return loadConfig({ path: 'shipmate.yaml', env, readFile: () => yaml }).config;
}
