import { z } from 'zod';
import { pathField, secretField, textField, urlField } from './fields.ts';

export type ConnectionConfig =
  | { readonly kind: 'in-cluster' }
  | { readonly kind: 'kubeconfig'; readonly path?: string; readonly context?: string }
  | {
      readonly kind: 'server';
      readonly url: string;
      readonly token?: string;
      readonly tokenFile?: string;
      readonly caFile?: string;
    };

const kubeconfigSchema = z
  .strictObject({
    path: z
      .exactOptional(pathField('a kubeconfig file'))
      .describe('Path of the kubeconfig; by default $KUBECONFIG, then ~/.kube/config.'),
    context: z
      .exactOptional(textField('the name of a context in the kubeconfig', /\S/))
      .describe("Context to use; by default the kubeconfig's current one."),
  })
  .describe('Connect as kubectl does.');

const serverSchema = z
  .strictObject({
    url: urlField('https://10.0.0.1:6443').describe('URL of the API server.'),
    token: z.exactOptional(secretField('a bearer token', /^\S+$/, 'Bearer token. Secret.')),
    tokenFile: z
      .exactOptional(pathField('a file with a bearer token'))
      .describe('File with a bearer token; read again when the API server refuses the last one.'),
    caFile: z
      .exactOptional(pathField('a certificate file'))
      .describe("PEM file with the authority that signed the API server's certificate."),
  })
  .refine((server) => server.token === undefined || server.tokenFile === undefined, {
    error: 'either "token" or "tokenFile", not both',
  })
  .describe('Connect to an API server by its URL.');

/**
 * One object with three keys of which one is given, rather than a union: an error can then name the key that is
 * wrong, where a union can only say that nothing matched.
 */
export const connectionSchema = z
  .strictObject({
    inCluster: z
      .exactOptional(z.literal(true))
      .describe('Connect with the service account of the pod that Shipmate runs in.'),
    kubeconfig: z.exactOptional(kubeconfigSchema),
    server: z.exactOptional(serverSchema),
  })
  .refine((connection) => Object.keys(connection).length === 1, {
    error: 'exactly one of "inCluster", "kubeconfig" and "server"',
  })
  .transform(({ kubeconfig, server }): ConnectionConfig => {
    if (kubeconfig !== undefined) return { kind: 'kubeconfig', ...kubeconfig };
    if (server !== undefined) return { kind: 'server', ...server };
    return { kind: 'in-cluster' };
  });
