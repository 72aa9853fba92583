import { z } from 'zod';
import { clusterSchema } from './schema/cluster.ts';
import type { ConnectionConfig } from './schema/connection.ts';
import { containerLogsSchema } from './schema/container-logs.ts';
import { environmentSchema } from './schema/environments.ts';
import { buildsSchema, serviceSchema, teamSchema } from './schema/ownership.ts';
import { personSchema } from './schema/people.ts';
import { permissionsSchema } from './schema/permissions.ts';
import { cardsSchema, inboxSchema, logSchema, rolloutsSchema, serverSchema } from './schema/process.ts';
import { channelSchema, stormsSchema } from './schema/quiet.ts';
import { redactionSchema } from './schema/redaction.ts';
import { rollbackSchema } from './schema/rollback.ts';
import { slackSchema } from './schema/slack.ts';
import { storeSchema } from './schema/store.ts';

/** The whole of shipmate.yaml. The order of the keys is the order of CONFIGURATION.md. */
export const configSchema = z.strictObject({
  slack: slackSchema,
  clusters: z
    .array(clusterSchema)
    .min(1, { error: 'at least one cluster' })
    .describe('The Kubernetes clusters to watch; at least one.'),
  teams: z.array(teamSchema).default([]).describe('Who is told, and who may roll back.'),
  services: z
    .array(serviceSchema)
    .default([])
    .describe('Who owns what, for services whose workloads do not say so in their labels.'),
  people: z
    .array(personSchema)
    .default([])
    .describe('Who people are to pipelines, where those do not send an e-mail address.'),
  environments: z
    .array(environmentSchema)
    .default([])
    .describe('What is special about environments; those that are not listed are not protected.'),
  permissions: permissionsSchema,
  channels: z.array(channelSchema).default([]).describe('What is special about channels of Slack.'),
  storms: stormsSchema,
  rollback: rollbackSchema,
  rollouts: rolloutsSchema,
  cards: cardsSchema,
  builds: buildsSchema,
  containerLogs: containerLogsSchema,
  redaction: redactionSchema,
  inbox: inboxSchema,
  store: storeSchema,
  server: serverSchema,
  log: logSchema,
});

export type ParsedConfig = z.infer<typeof configSchema>;

export type { ConnectionConfig } from './schema/connection.ts';
export type SlackConfig = ParsedConfig['slack'];
/** `connection` is always known: what the file leaves out is decided when it is loaded. */
export type ClusterConfig = Omit<ParsedConfig['clusters'][number], 'connection'> & {
  connection: ConnectionConfig;
};
export type TeamConfig = ParsedConfig['teams'][number];
export type ServiceConfig = ParsedConfig['services'][number];
export type RollbackConfig = ParsedConfig['rollback'];
export type EnvironmentConfig = ParsedConfig['environments'][number];
export type PersonConfig = ParsedConfig['people'][number];
export type ChannelConfig = ParsedConfig['channels'][number];
export type StormsConfig = ParsedConfig['storms'];
export type PermissionsConfig = ParsedConfig['permissions'];
/** Durations are in milliseconds, in keys that end in `Ms`. */
export type RolloutsConfig = ParsedConfig['rollouts'];
export type CardsConfig = ParsedConfig['cards'];
export type BuildTokenConfig = ParsedConfig['builds']['tokens'][number];
export type ContainerLogsConfig = ParsedConfig['containerLogs'];
export type RedactionConfig = ParsedConfig['redaction'];
export type InboxConfig = ParsedConfig['inbox'];
export type StoreConfig = ParsedConfig['store'];
export type ServerConfig = ParsedConfig['server'];
export type LogConfig = ParsedConfig['log'];
export type Config = Omit<ParsedConfig, 'clusters'> & { clusters: ClusterConfig[] };
