export interface Addresses {
  readonly pageUrl: string;
  readonly clusterUrl: string;
  readonly botUrl: string;
  readonly buildToken: string;
}

/** What the terminal says once everything runs: where to look, and how to reach each part by hand. */
export function welcome({ pageUrl, clusterUrl, botUrl, buildToken }: Addresses): string {
  const step = JSON.stringify({
    service: 'payments-api',
    status: 'running',
    commitTitle: 'Retry card captures',
  });
  return [
    `The sandbox is at ${pageUrl}: a Slack, a cluster and a pipeline, with the real bot between them.`,
    `Its cluster: kubectl --server ${clusterUrl} get pods -n prod`,
    `Its bot: ${botUrl}, for pipelines with the token ${buildToken}. To report a build step yourself:`,
    '',
    `  curl -X PUT ${botUrl}/v1/builds/1234/steps/test -H 'Authorization: Bearer ${buildToken}' \\`,
    `    -H 'Content-Type: application/json' -d '${step}'`,
    '',
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}
