import type { MissingReference } from './problem.ts';

// The kubelet's words (pkg/kubelet/kubelet_pods.go): `couldn't find key DB_URL in ConfigMap prod/payments-config`.
const missingKey = /couldn't find key (\S+) in (ConfigMap|Secret) (?:[^\s/]+\/)?([^\s/]+)/;
// The API's words for a whole object: `configmap "payments-config" not found`.
const missingObject = /\b(configmap|secret)s? "([^"]+)" not found/;

/** The ConfigMap or Secret, or its key, that the kubelet says does not exist. */
export function parseMissingReference(message: string): MissingReference | undefined {
  const [, key, kind, owner] = missingKey.exec(message) ?? [];
  if (key !== undefined && owner !== undefined) {
    return { kind: kind === 'Secret' ? 'Secret' : 'ConfigMap', name: owner, key };
  }

  const [, object, name] = missingObject.exec(message) ?? [];
  if (name === undefined) return undefined;
  return { kind: object === 'secret' ? 'Secret' : 'ConfigMap', name };
}
