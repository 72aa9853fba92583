/** How to reach one cluster's API server. */
export type ConnectionOptions =
  /** `path` defaults to KUBECONFIG or ~/.kube/config, `context` to the file's current one. */
  | { readonly kind: 'kubeconfig'; readonly path?: string; readonly context?: string }
  | { readonly kind: 'in-cluster' }
  | {
      readonly kind: 'server';
      readonly url: string;
      readonly token?: string;
      readonly tokenFile?: string;
      readonly caFile?: string;
    };

/** Where the credentials come from, as an operator would look for them. */
export function describeConnection(options: ConnectionOptions): string {
  switch (options.kind) {
    case 'kubeconfig':
      return `kubeconfig ${options.path ?? '(default path)'}, context ${options.context ?? '(current)'}`;
    case 'in-cluster':
      return "the pod's service account";
    case 'server':
      return options.tokenFile === undefined ? 'the configured token' : `token file ${options.tokenFile}`;
  }
}
