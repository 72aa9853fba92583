/** An object by where it is: what the ways back of managers act on. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** One entry of an Application's history, as it was when the button was shown. */
export interface PinnedEntry {
  readonly revisionUid: string;
  readonly id: number;
  /** As `ArgoCdDeployment` has it: the ids of an Application that is made anew begin anew. */
  readonly content: string;
}

/**
 * How a workload is taken back so that it lasts. Who manages it decides: a way that its manager would undo is never
 * one. Executors of the ways stand behind `WayBackExecutor` in ports.
 */
export type WayBack =
  /** The old template is put into the workload itself. For what nobody manages. */
  | { readonly kind: 'undo' }
  /** An Argo Rollout in flight returns to its stable version; its specification stays, so no reconciler fights it. */
  | { readonly kind: 'abort'; readonly stableHash: string }
  /** Argo CD returns the Application to an entry of its own history. Only where it does not sync by itself. */
  | {
      readonly kind: 'argocd-history';
      readonly application: ObjectName;
      /** Of each revision that can be gone back to, the newest entry that is known to hold it. */
      readonly entries: readonly PinnedEntry[];
      /** How many deployments of the Application came after the one that is left: they go back with it. */
      readonly later: number;
    }
  /** The release becomes what one of its earlier revisions was, in Helm's own records too. */
  | { readonly kind: 'helm'; readonly release: ObjectName }
  /** The change is taken back where it was made: in the repository that the manager follows. */
  | {
      readonly kind: 'revert';
      /** `acme/clusters` */
      readonly repository: string;
      readonly branch: string;
      /** Folder that the manager applies; empty for the whole repository. */
      readonly path: string;
      /** `merge`: the pull request is merged as soon as the repository's rules let it. */
      readonly how: 'pull-request' | 'merge';
    }
  /** Flux lets go of the workload until a deadline that everyone sees, and the workload is undone meanwhile. */
  | {
      readonly kind: 'suspend-and-undo';
      readonly owner: 'Kustomization' | 'HelmRelease';
      readonly object: ObjectName;
      readonly suspendedForMs: number;
    }
  /** The team's own release tool is asked, with a signed request. */
  | { readonly kind: 'webhook'; readonly tool: string };

export type WayBackKind = WayBack['kind'];
