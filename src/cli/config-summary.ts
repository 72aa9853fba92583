import type { KeyPath } from '../config/key-path.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { ClusterConfig, ConnectionConfig } from '../config/schema.ts';
import { listed, shown, withoutPassword } from './shown-value.ts';
import { lockLength, summariseCare } from './summarise-care.ts';

/** What the configuration means, in lines for a person. Nothing secret or interpolated is in them. */
export function summariseConfig(loaded: LoadedConfig): string[] {
  const care = summariseCare(loaded);
  return [
    `${loaded.path.replace(/^\.\//, '')} is valid.`,
    '',
    ...summariseSlack(loaded),
    '',
    ...summariseClusters(loaded),
    '',
    ...summariseTeams(loaded),
    '',
    ...summariseServices(loaded),
    ...(care.length === 0 ? [] : ['', ...care]),
    '',
    ...summariseRules(loaded),
  ];
}

function summariseSlack(loaded: LoadedConfig): string[] {
  return [
    `Slack: ${shown(loaded, 'slack', 'apiUrl')}`,
    `  cards are drawn as ${shown(loaded, 'slack', 'renderer')}; fallback channel: ${shown(loaded, 'slack', 'fallbackChannel')}`,
  ];
}

function summariseClusters(loaded: LoadedConfig): string[] {
  const lines = loaded.config.clusters.flatMap((cluster, index) => {
    const at: KeyPath = ['clusters', index];
    const include = listed(loaded, ...at, 'namespaces', 'include');
    const exclude = listed(loaded, ...at, 'namespaces', 'exclude');
    return [
      `  ${shown(loaded, ...at, 'name')}: ${shown(loaded, ...at, 'environment')}, ${describeConnection(loaded, cluster.connection, at)}`,
      `    namespaces ${include}${exclude === '' ? '' : ` without ${exclude}`}`,
      ...namespaceEnvironments(loaded, cluster, at),
    ];
  });

  return [`Clusters: ${loaded.config.clusters.length}`, ...lines];
}

function namespaceEnvironments(loaded: LoadedConfig, cluster: ClusterConfig, at: KeyPath): string[] {
  return Object.keys(cluster.environmentByNamespace).map(
    (glob) => `    ${glob} is ${shown(loaded, ...at, 'environmentByNamespace', glob)}`,
  );
}

function describeConnection({ originOf }: LoadedConfig, connection: ConnectionConfig, at: KeyPath): string {
  if (connection.kind === 'in-cluster') return "by the pod's service account";
  if (connection.kind === 'server')
    return `at ${originOf([...at, 'connection', 'server', 'url']) ?? withoutPassword(connection.url)}`;

  const parts = (['path', 'context'] as const).flatMap((key) => {
    const value = originOf([...at, 'connection', 'kubeconfig', key]) ?? connection[key];
    return value === undefined ? [] : [`${key} ${value}`];
  });
  return ['by kubeconfig', ...parts].join(', ');
}

function summariseTeams(loaded: LoadedConfig): string[] {
  const lines = loaded.config.teams.map(({ members, slackGroup }, index) => {
    const people = members.length === 1 ? '1 member' : `${members.length} members`;
    const group =
      slackGroup === undefined ? '' : ` and user group ${shown(loaded, 'teams', index, 'slackGroup')}`;
    return `  ${shown(loaded, 'teams', index, 'name')}: ${shown(loaded, 'teams', index, 'channel')}, ${people}${group}`;
  });

  return [`Teams: ${lines.length}`, ...lines];
}

function summariseServices(loaded: LoadedConfig): string[] {
  const lines = loaded.config.services.map(({ channel }, index) => {
    const own = channel === undefined ? '' : `, in ${shown(loaded, 'services', index, 'channel')}`;
    return `  ${shown(loaded, 'services', index, 'name')}: team ${shown(loaded, 'services', index, 'team')}${own}`;
  });

  return [`Services named here: ${lines.length} (the others by their labels)`, ...lines];
}

function summarisePermissions(loaded: LoadedConfig): string[] {
  const everything: KeyPath = ['permissions', 'rules'];
  const teams = listed(loaded, 'permissions', 'rollback', 'teams');
  const rules = loaded.config.permissions.rules.map((_, index) => {
    const of = (key: string) => listed(loaded, ...everything, index, key);
    const where = of('environments') === '*' ? '' : ` in ${of('environments')}`;
    const what = of('services') === '*' ? '' : ` of ${of('services')}`;
    return `  ${shown(loaded, ...everything, index, 'name')}: ${of('to')} may ${of('allow')}${what}${where}`;
  });

  return [
    'Who may do what ("shipmate can" explains it):',
    ...rules,
    ...(teams === '' ? [] : [`  permissions.rollback.teams: ${teams} may do all of it, everywhere`]),
  ];
}

/** Each of these has a role of its own in the cluster, or a right elsewhere: what is off is no button. */
function summariseRollback(loaded: LoadedConfig): string[] {
  const { argocd, helm, suspendFluxForMs, tools, github, automatic } = loaded.config.rollback;
  const at: KeyPath = ['rollback'];
  const ways = [
    'undo what nobody manages',
    ...(argocd ? ['Argo CD'] : []),
    ...(helm ? ['Helm'] : []),
    ...(suspendFluxForMs > 0 ? ['suspend Flux'] : []),
    ...(github?.repositories ?? []).map(
      (_, index) => `revert in ${shown(loaded, ...at, 'github', 'repositories', index, 'name')}`,
    ),
    ...tools.map((_, index) => `ask ${shown(loaded, ...at, 'tools', index, 'name')}`),
  ];
  const byItself = automatic.map((_, index) => {
    const of = (key: string) => listed(loaded, ...at, 'automatic', index, key);
    return `${of('services')} in ${of('environments')}`;
  });
  const isAsked = (github?.webhookSecrets.length ?? 0) > 0;

  return [
    `Ways back: ${ways.join(', ')}`,
    `  by itself: ${byItself.length === 0 ? 'nothing' : byItself.join('; ')}`,
    `  automatic releases wait afterwards: ${lockLength(loaded)}`,
    `  locks hold deployments at GitHub: ${isAsked ? 'yes' : 'no'}`,
  ];
}

function summariseRules(loaded: LoadedConfig): string[] {
  const tokens = loaded.config.builds.tokens.map((_, index) =>
    shown(loaded, 'builds', 'tokens', index, 'service'),
  );

  return [
    ...summarisePermissions(loaded),
    '',
    ...summariseRollback(loaded),
    '',
    `Build steps may be reported for: ${tokens.length === 0 ? 'nothing; there are no tokens' : tokens.join(', ')}`,
    `State: ${shown(loaded, 'store', 'url' in loaded.config.store ? 'url' : 'path')}`,
    `Listening on: ${shown(loaded, 'server', 'host')}, port ${shown(loaded, 'server', 'port')}`,
  ];
}
