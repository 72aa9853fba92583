/**
 * Who puts a workload back to what it should be. Decides whether an undo in the cluster would last. `namespace` is that
 * of the manager's own object, as far as the workload says it.
 */
export type Manager =
  | { readonly kind: 'none' }
  /** It bears no mark that says so, and whoever holds workloads without one has not been read yet. */
  | { readonly kind: 'not-known-yet' }
  | { readonly kind: 'flux-kustomization'; readonly name: string; readonly namespace?: string }
  | { readonly kind: 'flux-helmrelease'; readonly name: string; readonly namespace?: string }
  | { readonly kind: 'argocd'; readonly name: string; readonly namespace?: string }
  | { readonly kind: 'helm'; readonly name: string; readonly namespace?: string };

type Metadata = Readonly<Record<string, string>>;

/**
 * Detects the manager by the marks that each leaves on what it applies.
 * Flux comes before Helm: a HelmRelease's objects carry both marks, and Flux is the one who acts.
 */
export function detectManager(labels: Metadata, annotations: Metadata): Manager {
  const kustomization = labels['kustomize.toolkit.fluxcd.io/name'];
  if (kustomization !== undefined) {
    return named('flux-kustomization', kustomization, labels['kustomize.toolkit.fluxcd.io/namespace']);
  }

  const helmRelease = labels['helm.toolkit.fluxcd.io/name'];
  if (helmRelease !== undefined) {
    return named('flux-helmrelease', helmRelease, labels['helm.toolkit.fluxcd.io/namespace']);
  }

  const tracking = annotations['argocd.argoproj.io/tracking-id'];
  if (tracking !== undefined) return trackedBy(tracking);

  const release = annotations['meta.helm.sh/release-name'];
  if (release !== undefined) return named('helm', release, annotations['meta.helm.sh/release-namespace']);
  if (labels['app.kubernetes.io/managed-by'] === 'Helm') return { kind: 'helm', name: '' };

  return { kind: 'none' };
}

/**
 * A tracking id reads `application:group/kind:namespace/name`. Applications outside Argo CD's own namespace have theirs
 * before an underscore, which no name of Kubernetes' can hold:
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/
 */
function trackedBy(tracking: string): Manager {
  const [application = tracking] = tracking.split(':');
  const [namespace, name] = application.split('_');
  return name === undefined ? { kind: 'argocd', name: application } : named('argocd', name, namespace);
}

function named(
  kind: Exclude<Manager['kind'], 'none' | 'not-known-yet'>,
  name: string,
  namespace: string | undefined,
): Manager {
  return namespace === undefined ? { kind, name } : { kind, name, namespace };
}
