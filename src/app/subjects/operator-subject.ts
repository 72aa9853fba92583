import type { Message } from '../../../messages/kit/message.ts';
import { renderOperatorLine } from '../../../messages/operator-line.ts';
import type { ResumeRequest, Subject } from '../../ports.ts';
import type { SubjectSource } from '../delivery/subject-source.ts';

/**
 * What an administrator must do. The id says all of it: `file/file_uploads_disabled/C0PAYMENTS`, or
 * `flux/KEY/forbidden/CLUSTER/Kustomization/flux-system/apps`, where the key makes it one line a suspension.
 */
export const operatorSubject: SubjectSource = {
  isMovable: false,

  async load({ subject }) {
    const [what, code, channel, ...rest] = subject.id.split('/');
    if (what === 'flux') {
      const message = fluxLine([channel, ...rest]);
      return message && (() => ({ kind: 'message', message }));
    }
    if ((what !== 'file' && what !== 'message') || code === undefined || channel === undefined)
      return undefined;
    const message = renderOperatorLine({ what, code, channel });
    return () => ({ kind: 'message', message });
  },
};

function fluxLine([kind, ...place]: readonly (string | undefined)[]): Message | undefined {
  const because = troubles.find((each) => each === kind);
  const [cluster = '', owner, namespace = '', name = ''] = place.map((part) =>
    decodeURIComponent(part ?? ''),
  );
  if (because === undefined || (owner !== 'Kustomization' && owner !== 'HelmRelease')) return undefined;
  return renderOperatorLine({ what: 'flux', because, cluster, owner, object: { namespace, name } });
}

const troubles = ['forbidden', 'cluster-not-watched', 'no-answer'] as const;

/** The subject of a Flux that stays suspended. */
export function stuckFluxSubject(
  because: (typeof troubles)[number],
  { key, cluster, owner, object: { namespace, name } }: ResumeRequest & { readonly cluster: string },
): Subject {
  const parts = [key, because, cluster, owner, namespace, name].map(encodeURIComponent);
  return { kind: 'operator', id: `flux/${parts.join('/')}` };
}
