import type { AnalysisTemplate, Service } from './argo-model.ts';
import type { Cluster } from './cluster.ts';
import type { DeployRequest } from './deploy-request.ts';
import { previewServiceOf } from './deploy-specs.ts';
import { analysisTemplates, rollouts, services } from './resources.ts';
import { noSuchPath } from './status.ts';

const manager = 'kubectl-client-side-apply';

/** What a Rollout names in its specification: its services, and the analysis that judges it. */
export function ensureArgo(cluster: Cluster, { namespace, name, blueGreen }: DeployRequest): void {
  if (!cluster.served.includes(rollouts)) throw noSuchPath();
  ensureAnalysis(cluster, namespace);
  if (blueGreen === undefined) return;
  for (const service of [name, previewServiceOf(name)]) ensureService(cluster, namespace, service, name);
}

/** Passes from 95 per cent on, fails below 90, and cannot tell in between. */
function ensureAnalysis(cluster: Cluster, namespace: string): void {
  const name = 'success-rate';
  if (cluster.objects.find(analysisTemplates, namespace, name) !== undefined) return;
  const template: AnalysisTemplate = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name, namespace },
    spec: {
      metrics: [
        {
          name,
          interval: '5s',
          count: 3,
          failureLimit: 1,
          successCondition: 'result[0] >= 0.95',
          failureCondition: 'result[0] < 0.90',
          provider: {
            prometheus: {
              address: 'http://prometheus.monitoring:9090',
              query: 'sum(rate(http_requests_total{code!~"5.."}[1m])) / sum(rate(http_requests_total[1m]))',
            },
          },
        },
      ],
    },
  };
  cluster.objects.create(analysisTemplates, template, { manager });
}

function ensureService(cluster: Cluster, namespace: string, name: string, app: string): void {
  if (cluster.objects.find(services, namespace, name) !== undefined) return;
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      selector: { 'app.kubernetes.io/name': app },
      ports: [{ port: 80, targetPort: 'http', protocol: 'TCP' }],
      type: 'ClusterIP',
      sessionAffinity: 'None',
    },
  };
  cluster.objects.create(services, service, { manager });
}
