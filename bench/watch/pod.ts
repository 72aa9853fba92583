/** Pods of one ReplicaSet: they share an owner, labels and images. */
const podsPerReplicaSet = 10;
const managedFieldsBytes = 5_000;
const podBytes = 12_000;

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');

/** A pod as an API server writes it: 12 KB of JSON with its fields in that order, 5 KB of it managedFields. */
export function podJson(index: number): string {
  const set = Math.floor(index / podsPerReplicaSet);
  const service = `service-${set}`;
  const name = `${service}-${hex(set * 2_654_435, 10)}-${hex(index, 5)}`;
  const labels = {
    'app.kubernetes.io/name': service,
    'app.kubernetes.io/part-of': `team-${set % 40}`,
    'app.kubernetes.io/managed-by': 'Helm',
    'pod-template-hash': hex(set * 2_654_435, 10),
  };
  const metadata = {
    name,
    generateName: `${service}-${hex(set * 2_654_435, 10)}-`,
    namespace: `team-${set % 40}`,
    uid: `${hex(index, 8)}-5b1c-4f0e-9d3a-${hex(index * 7_919, 12)}`,
    resourceVersion: resourceVersion(0),
    creationTimestamp: '2026-08-01T10:00:00Z',
    labels,
    annotations: { 'prometheus.io/scrape': 'true', 'checksum/config': hex(set, 64) },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: `${service}-${hex(set * 2_654_435, 10)}`,
        uid: `${hex(set, 8)}-77aa-4c1d-8e2f-${hex(set, 12)}`,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: managedFields(),
  };
  const pod = { metadata, spec: spec(service, set), status: status(service, set, index) };
  const missing = podBytes - JSON.stringify(pod).length;
  // What is left to 12 KB is what makes pods big in clusters: annotations that admission hooks write.
  metadata.annotations['checksum/config'] += 'x'.repeat(Math.max(0, missing));
  return JSON.stringify(pod);
}

/** Of one width, so that a server can write it over the one that is there. */
export function resourceVersion(count: number): string {
  return String(1_000_000_000 + count);
}

function managedFields() {
  const leaf = {};
  const container = {
    '.': leaf,
    'f:image': leaf,
    'f:imagePullPolicy': leaf,
    'f:name': leaf,
    'f:resources': { '.': leaf, 'f:limits': { '.': leaf, 'f:memory': leaf }, 'f:requests': { '.': leaf } },
    'f:terminationMessagePath': leaf,
  };
  const entry = (manager: string, fieldsV1: object) => ({
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-08-01T10:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1,
  });
  const environment: Record<string, object> = {};
  const entries = [
    entry('kube-controller-manager', {
      'f:metadata': { 'f:labels': { '.': leaf, 'f:app.kubernetes.io/name': leaf } },
      'f:spec': {
        'f:containers': {
          'k:{"name":"api"}': { ...container, 'f:env': environment },
          'k:{"name":"proxy"}': container,
        },
      },
    }),
    entry('kubelet', {
      'f:status': { 'f:conditions': { 'k:{"type":"Ready"}': { '.': leaf, 'f:status': leaf } } },
    }),
  ];
  for (let at = 0; JSON.stringify(entries).length < managedFieldsBytes; at += 1) {
    environment[`k:{"name":"SETTING_${at}"}`] = { '.': leaf, 'f:name': leaf, 'f:value': leaf };
  }
  return entries;
}

function spec(service: string, set: number) {
  const probe = (path: string) => ({ httpGet: { path, port: 8080, scheme: 'HTTP' }, timeoutSeconds: 1 });
  const mounts = [
    { name: 'config', readOnly: true, mountPath: '/etc/config' },
    { name: 'token', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
  ];
  const resources = { limits: { cpu: '1', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } };
  const container = (name: string, image: string, settings: number) => ({
    name,
    image,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: Array.from({ length: settings }, (_, at) => ({ name: `SETTING_${at}`, value: `${service}-${at}` })),
    resources,
    volumeMounts: mounts,
    livenessProbe: probe('/live'),
    readinessProbe: probe('/ready'),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  });
  return {
    volumes: [
      { name: 'config', configMap: { name: `${service}-config`, defaultMode: 420 } },
      { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
    ],
    containers: [
      container('api', `registry.example/${service}:v${1 + (set % 9)}`, 30),
      container('proxy', 'registry.example/proxy:v1', 5),
    ],
    restartPolicy: 'Always',
    nodeName: `node-${set % 200}`,
    tolerations: [
      {
        key: 'node.kubernetes.io/not-ready',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      },
    ],
  };
}

function status(service: string, set: number, index: number) {
  const since = '2026-08-01T10:00:05Z';
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: since });
  const container = (name: string, image: string) => ({
    name,
    state: { running: { startedAt: since } },
    lastState: {},
    ready: true,
    // One digit, so that a server can write another over it.
    restartCount: 0,
    image,
    imageID: `${image}@sha256:${hex(set, 64)}`,
    containerID: `containerd://${hex(index, 64)}`,
    started: true,
  });
  return {
    phase: 'Running',
    conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
    hostIP: `10.0.0.${set % 200}`,
    podIP: `10.1.${Math.floor(index / 250)}.${index % 250}`,
    startTime: '2026-08-01T10:00:00Z',
    containerStatuses: [
      container('api', `registry.example/${service}:v${1 + (set % 9)}`),
      container('proxy', 'registry.example/proxy:v1'),
    ],
    qosClass: 'Burstable',
  };
}
