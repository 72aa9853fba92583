const variables = 25;

/** A ReplicaSet as an API server writes it; its fourth and its eighth revision have a configuration of their own. */
export function replicaSetJson(deployment: number, revision: number): string {
  const name = `service-${deployment}`;
  const labels = { 'app.kubernetes.io/name': name, 'pod-template-hash': `hash-${revision}` };
  const epoch = revision < 3 ? 1 : revision < 7 ? 2 : 3;
  const identity = `${String(deployment).padStart(8, '0')}-4c1d-8e2f-0000-${String(revision).padStart(12, '0')}`;
  return JSON.stringify({
    metadata: {
      name: `${name}-hash-${revision}`,
      namespace: `team-${deployment % 40}`,
      uid: identity,
      resourceVersion: '1000000000',
      generation: 2,
      creationTimestamp: '2026-08-01T10:00:00Z',
      labels,
      annotations: { 'deployment.kubernetes.io/revision': String(revision + 1) },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name,
          uid: `${identity.slice(0, 8)}-owner`,
          controller: true,
        },
      ],
      managedFields: [{ manager: 'kube-controller-manager', fieldsV1: { text: 'x'.repeat(2_500) } }],
    },
    spec: {
      replicas: revision === 9 ? 3 : 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { creationTimestamp: null, labels, annotations: { 'checksum/config': `${name}-${epoch}` } },
        spec: podSpec(name, revision, epoch),
      },
    },
    status: { replicas: 0, observedGeneration: 2 },
  });
}

function podSpec(name: string, revision: number, epoch: number) {
  const probe = (path: string) => ({ httpGet: { path, port: 8080, scheme: 'HTTP' }, periodSeconds: 10 });
  const container = (of: string, image: string, count: number) => ({
    name: of,
    image,
    env: Array.from({ length: count }, (_, at) => ({
      name: `SETTING_${at}`,
      value: `${name}-${at}${at === epoch ? '-changed' : ''}`,
    })),
    envFrom: [{ configMapRef: { name: `${name}-config` } }, { secretRef: { name: `${name}-credentials` } }],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    resources: { limits: { memory: `${epoch * 256}Mi` }, requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [{ name: 'config', mountPath: '/etc/config', readOnly: true }],
    readinessProbe: probe('/ready'),
    livenessProbe: probe('/live'),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  });
  return {
    volumes: [{ name: 'config', configMap: { name: `${name}-config`, defaultMode: 420 } }],
    containers: [
      container('api', `registry.example/${name}:v${revision}`, variables),
      container('proxy', 'registry.example/proxy:v1', 3),
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: name,
    serviceAccount: name,
    securityContext: {},
    schedulerName: 'default-scheduler',
  };
}
