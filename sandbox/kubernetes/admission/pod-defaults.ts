/** JSON whose shape has not been checked yet: defaulting runs before validation, as in the API server. */
export interface Loose {
  [field: string]: unknown;
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapList(value: unknown, each: (item: Loose) => Loose): unknown {
  return Array.isArray(value) ? value.map((item) => (isLoose(item) ? each(item) : item)) : value;
}

/** `{key: change(value)}` when the value is there, else nothing to spread. */
function changed(owner: Loose, key: string, change: (value: Loose) => Loose): Loose {
  const value = owner[key];
  return isLoose(value) ? { [key]: change(value) } : {};
}

function changedList(owner: Loose, key: string, each: (item: Loose) => Loose): Loose {
  return Array.isArray(owner[key]) ? { [key]: mapList(owner[key], each) } : {};
}

function probe(value: Loose): Loose {
  return {
    failureThreshold: 3,
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
    ...value,
    ...changed(value, 'httpGet', (get) => ({ path: '/', scheme: 'HTTP', ...get })),
  };
}

function environmentVariable(value: Loose): Loose {
  return changed(value, 'valueFrom', (source) => ({
    ...source,
    ...changed(source, 'fieldRef', (reference) => ({ apiVersion: 'v1', ...reference })),
  }));
}

function pullPolicy(image: unknown): string {
  const reference = typeof image === 'string' ? image : '';
  const afterSlash = reference.slice(reference.lastIndexOf('/') + 1);
  if (afterSlash.includes('@')) return 'IfNotPresent';
  return !afterSlash.includes(':') || afterSlash.endsWith(':latest') ? 'Always' : 'IfNotPresent';
}

/** Limits become requests where no request is set. */
function resourceNeeds(value: Loose): Loose {
  if (!isLoose(value['limits'])) return value;
  return {
    ...value,
    requests: { ...value['limits'], ...(isLoose(value['requests']) ? value['requests'] : {}) },
  };
}

function container(value: Loose): Loose {
  return {
    imagePullPolicy: pullPolicy(value['image']),
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...value,
    ...changed(value, 'resources', resourceNeeds),
    ...changed(value, 'readinessProbe', probe),
    ...changed(value, 'livenessProbe', probe),
    ...changed(value, 'startupProbe', probe),
    ...changedList(value, 'ports', (port) => ({ protocol: 'TCP', ...port })),
    ...changedList(value, 'env', (variable) => ({ ...variable, ...environmentVariable(variable) })),
  };
}

const modes = { configMap: 420, secret: 420, projected: 420, downwardAPI: 420 };

function volume(value: Loose): Loose {
  const sources = Object.entries(modes).map(([source, defaultMode]) =>
    changed(value, source, (detail) => ({ defaultMode, ...detail })),
  );
  const hasSource = Object.keys(value).some((key) => key !== 'name');
  return Object.assign({ ...value }, hasSource ? {} : { emptyDir: {} }, ...sources);
}

export function defaultPodSpec(spec: Loose): Loose {
  return {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...(spec['serviceAccountName'] === undefined ? {} : { serviceAccount: spec['serviceAccountName'] }),
    ...changedList(spec, 'containers', container),
    ...changedList(spec, 'initContainers', container),
    ...changedList(spec, 'volumes', volume),
  };
}

export function defaultTemplate(template: Loose): Loose {
  const metadata = isLoose(template['metadata']) ? template['metadata'] : {};
  return {
    ...template,
    metadata: { creationTimestamp: null, ...metadata },
    spec: defaultPodSpec(isLoose(template['spec']) ? template['spec'] : {}),
  };
}
