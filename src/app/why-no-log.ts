import { PermanentError, TransientError } from '../errors.ts';

/** What stands on a card in place of a log that could not be read. */
export function whyNoLog(error: unknown, { pod, cluster }: { pod: string; cluster: string }): string {
  const reason = reasonOf(error, cluster);
  return `The log of ${pod} could not be read: ${reason ?? 'the reason is in Shipmate’s own log.'}`;
}

function reasonOf(error: unknown, cluster: string): string | undefined {
  if (!(error instanceof PermanentError) && !(error instanceof TransientError)) return undefined;
  switch (error.code) {
    case 'kubernetes-forbidden':
      return `my service account may not ${ruleOf(error)}. An administrator can grant it by RBAC.`;
    case 'kubernetes-unauthorized':
    case 'kubernetes-certificate':
      return `cluster ${cluster} does not accept my credentials. An administrator has to look at them.`;
    case 'kubernetes-throttled':
      return `the API server of ${cluster} is busy and asked me to wait.`;
    case 'kubernetes-timeout':
      return `cluster ${cluster} did not answer in time.`;
    case 'kubernetes-unreachable':
      return `the connection to cluster ${cluster} broke.`;
    case 'kubernetes-unavailable':
      return `the API server of ${cluster} had an error of its own.`;
    default:
      return undefined;
  }
}

/** `get pods/log in namespace prod` */
function ruleOf(error: PermanentError | TransientError): string {
  return 'rule' in error && typeof error.rule === 'string' ? error.rule : 'get pods/log';
}
