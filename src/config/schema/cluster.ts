import { z } from 'zod';
import { connectionSchema } from './connection.ts';
import { nameField, namespaceGlobField } from './fields.ts';

const namespacesSchema = z
  .strictObject({
    include: z
      .array(namespaceGlobField())
      .default(['*'])
      .describe('Namespaces to watch; "*" stands for any text.'),
    exclude: z
      .array(namespaceGlobField())
      .default(['kube-*'])
      .describe('Namespaces to leave out, even if they are included.'),
  })
  .prefault({})
  .describe('Which namespaces are followed.');

export const clusterSchema = z.strictObject({
  name: nameField('a cluster').describe('What the cluster is called on cards and in logs. Unique.'),
  environment: nameField('an environment').describe('Environment of what runs here, such as "prod".'),
  environmentByNamespace: z
    .record(namespaceGlobField(), nameField('an environment'))
    .default({})
    .describe(
      'For a cluster with several environments: namespace pattern → environment. The first match in the order of the file wins; no match means "environment".',
    ),
  connection: z
    .exactOptional(connectionSchema)
    .describe(
      "How to reach the API server; exactly one of the keys below. By default in-cluster when the pod's service account is mounted, else the kubeconfig.",
    ),
  namespaces: namespacesSchema,
});
