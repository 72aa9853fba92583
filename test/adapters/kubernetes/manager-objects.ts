import type { StoredObject } from './fake-cluster.ts';

const identity = (uid: string, namespace: string, name: string) => ({ uid, namespace, name });

/** An Application that says that the Deployment `payments-api` is its own. */
export function applicationObject(): StoredObject {
  return {
    metadata: identity('application-uid', 'argocd', 'payments'),
    spec: { destination: { server: 'https://kubernetes.default.svc' }, syncPolicy: {} },
    status: { resources: [{ kind: 'Deployment', namespace: 'prod', name: 'payments-api' }] },
  };
}

/** The Kustomization `apps`, which follows the GitRepository `fleet`. */
export function kustomizationObject(): StoredObject {
  return {
    metadata: identity('kustomization-uid', 'flux-system', 'apps'),
    spec: { path: './prod', sourceRef: { kind: 'GitRepository', name: 'fleet' } },
  };
}

export function gitRepositoryObject(): StoredObject {
  return {
    metadata: identity('repository-uid', 'flux-system', 'fleet'),
    spec: { url: 'https://git.example/fleet', ref: { branch: 'main' } },
  };
}
