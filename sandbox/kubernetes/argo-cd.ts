import type { Application, AutomatedSync } from './argo-cd-model.ts';
import type { Cluster } from './cluster.ts';
import { argoCdNamespace, type Tracking } from './controllers/argo-cd/apply.ts';
import { type ArgoCdController, startArgoCdController } from './controllers/argo-cd/controller.ts';
import { createRepositories } from './controllers/argo-cd/repositories.ts';
import { writeApplication } from './controllers/argo-cd/write.ts';
import { ensureNamespace } from './deploy.ts';
import type { DeployRequest } from './deploy-request.ts';
import { applications } from './resources.ts';

export interface ApplicationRequest {
  name: string;
  /** Default: Argo CD's own. */
  namespace?: string;
  /** Where it deploys to. Default: prod. */
  destination?: string;
  /** Folder of the repository. Default: the name. */
  path?: string;
  automated?: AutomatedSync;
  revisionHistoryLimit?: number;
}

/** An Argo CD beside the cluster, with the git that it follows. */
export interface ArgoCd {
  /** Commits what a folder is to hold; answers the commit. */
  push(path: string, ...holds: readonly DeployRequest[]): string;
  createApplication(request: ApplicationRequest): void;
  application(name: string, namespace?: string): Application;
  /** Switches automated sync on, or off. */
  automate(name: string, automated: AutomatedSync | undefined): void;
  /** As a person's press of Sync does; the commit that is followed unless another is named. */
  sync(name: string, revision?: string): void;
  /** Operations begin from now on and do not end, with this to say; undefined lets them end. */
  hold(because: string | undefined): void;
  /** git is out of reach, or back. */
  cutOff(isCutOff: boolean): void;
}

export const fleetRepository = 'https://git.example/acme/fleet.git';
/** The API server of Argo CD, as a writer. */
const manager = 'argocd-server';

/** Undefined where Argo CD is not installed. */
export function startArgoCd(cluster: Cluster, tracking: Tracking): ArgoCd | undefined {
  if (!cluster.served.includes(applications)) return undefined;
  const repositories = createRepositories();
  const controller: ArgoCdController = startArgoCdController({ cluster, repositories, tracking });
  ensureNamespace(cluster, argoCdNamespace);
  const read = (name: string, namespace = argoCdNamespace) =>
    cluster.objects.read<Application>(applications, namespace, name);

  return {
    push: (path, ...holds) => repositories.commit(fleetRepository, path, holds),
    createApplication(request) {
      const { name, namespace = argoCdNamespace, destination = 'prod', path = name } = request;
      const { automated, revisionHistoryLimit } = request;
      ensureNamespace(cluster, namespace);
      const application: Application = {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name, namespace },
        spec: {
          project: 'default',
          source: { repoURL: fleetRepository, targetRevision: 'main', path },
          destination: { server: 'https://kubernetes.default.svc', namespace: destination },
          ...(automated === undefined ? {} : { syncPolicy: { automated } }),
          ...(revisionHistoryLimit === undefined ? {} : { revisionHistoryLimit }),
        },
      };
      cluster.objects.create(applications, application, { manager });
    },
    application: read,
    automate(name, automated) {
      const application = read(name);
      const { automated: _, ...syncPolicy } = application.spec.syncPolicy ?? {};
      const changed = automated === undefined ? syncPolicy : { ...syncPolicy, automated };
      writeApplication(
        cluster,
        { ...application, spec: { ...application.spec, syncPolicy: changed } },
        manager,
      );
    },
    sync(name, revision) {
      const { status, ...application } = read(name);
      if (application.operation !== undefined) throw new Error('another operation is already in progress');
      const { operationState: _, ...rest } = status ?? {};
      const operation = {
        initiatedBy: { username: 'admin' },
        sync: { ...(revision === undefined ? {} : { revision }), syncStrategy: { hook: {} } },
      };
      writeApplication(cluster, { ...application, operation, status: rest }, manager);
    },
    hold: controller.hold,
    cutOff: repositories.cutOff,
  };
}
