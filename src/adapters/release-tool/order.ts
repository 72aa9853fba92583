import type { Person } from '../../domain/rollback/rollback.ts';
import type { Revision } from '../../domain/rollout/observation.ts';
import type { WayBackRequest } from '../../ports.ts';

/**
 * What a release tool is sent, as docs/release-tool.md has it. The same request is always the same text, so that a
 * tool may compare what comes again under a key.
 */
export function orderOf(request: WayBackRequest): string {
  const { key, service, environment, workload, approvedBy, reason } = request;
  return JSON.stringify({
    action: 'rollback',
    key,
    service,
    environment,
    workload: {
      cluster: workload.cluster,
      namespace: workload.namespace,
      kind: workload.kind,
      name: workload.name,
    },
    from: versionOf(request.currentLabel, request.current),
    target: versionOf(request.targetLabel, request.target),
    by: personOf(request.by),
    ...(approvedBy === undefined ? {} : { approvedBy: personOf(approvedBy) }),
    ...(reason === undefined ? {} : { reason }),
  });
}

function versionOf(label: string, { images, number }: Revision): object {
  return {
    label,
    revision: number,
    images: images.map(({ name, image }) => ({ container: name, image })),
  };
}

/** Nobody but Shipmate has no id in Slack. */
function personOf({ userId, name }: Person): object {
  return userId === '' ? { name } : { name, slack: userId };
}
