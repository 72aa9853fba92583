import type { Application } from '../../argo-cd-model.ts';
import type { Cluster } from '../../cluster.ts';
import { applications } from '../../resources.ts';

/** Argo CD patches its Applications, so that what others have written meanwhile is no conflict. */
export function writeApplication(
  cluster: Cluster,
  application: Application,
  manager = 'argocd-application-controller',
): void {
  const { resourceVersion: _version, ...metadata } = application.metadata;
  cluster.objects.update(applications, { ...application, metadata }, { manager });
}
