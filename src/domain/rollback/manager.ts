/** Who puts a workload back to what it should be. Decides whether an undo in the cluster would last. */
export type Manager =
  | { readonly kind: 'none' }
  | { readonly kind: 'flux-kustomization'; readonly name: string }
  | { readonly kind: 'flux-helmrelease'; readonly name: string }
  | { readonly kind: 'argocd'; readonly name: string }
  | { readonly kind: 'helm'; readonly name: string };

type Metadata = Readonly<Record<string, string>>;

/**
 * Detects the manager by the marks that each leaves on what it applies.
 * Flux comes before Helm: a HelmRelease's objects carry both marks, and Flux is the one who acts.
 */
export function detectManager(labels: Metadata, annotations: Metadata): Manager {
  const kustomization = labels['kustomize.toolkit.fluxcd.io/name'];
  if (kustomization !== undefined) return { kind: 'flux-kustomization', name: kustomization };

  const helmRelease = labels['helm.toolkit.fluxcd.io/name'];
  if (helmRelease !== undefined) return { kind: 'flux-helmrelease', name: helmRelease };

  const tracking = annotations['argocd.argoproj.io/tracking-id'];
  // A tracking id reads `application:group/kind:namespace/name`.
  if (tracking !== undefined) return { kind: 'argocd', name: tracking.split(':')[0] ?? tracking };

  const release = annotations['meta.helm.sh/release-name'];
  if (release !== undefined) return { kind: 'helm', name: release };
  if (labels['app.kubernetes.io/managed-by'] === 'Helm') return { kind: 'helm', name: '' };

  return { kind: 'none' };
}
