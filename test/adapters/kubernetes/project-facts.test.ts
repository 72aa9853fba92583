import { describe, expect, it } from 'vitest';
import { createDigest } from '../../../src/adapters/kubernetes/digest.ts';
import { createFactsReader, plainFacts } from '../../../src/adapters/kubernetes/facts-reader.ts';
import { templateChanges } from '../../../src/domain/rollout/template-change.ts';

const container = {
  name: 'payments-api',
  image: 'registry.example/payments-api:v42',
  env: [
    { name: 'DB_PASSWORD', value: 'correct-horse-42' },
    { name: 'DB_URL', valueFrom: { configMapKeyRef: { name: 'payments-config', key: 'url' } } },
    { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
  ],
  envFrom: [{ secretRef: { name: 'payments-credentials' } }],
  args: ['--token=s3cr3t'],
  resources: { limits: { memory: '256Mi' }, requests: { cpu: '100m' } },
  volumeMounts: [{ name: 'data', mountPath: '/data' }],
  readinessProbe: { httpGet: { path: '/healthz', port: 8080 } },
};
const template = {
  metadata: { labels: { app: 'payments' }, annotations: { 'checksum/config': 'abc' } },
  spec: {
    serviceAccountName: 'payments',
    containers: [container],
    initContainers: [{ name: 'migrate', image: 'registry.example/migrate:v1' }],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'payments-data' } },
      { name: 'tmp', emptyDir: {} },
    ],
  },
};

type Template = typeof template;

const facts = plainFacts;
const changed = (change: (copy: Template) => unknown) => {
  const copy = structuredClone(template);
  change(copy);
  return templateChanges(facts(template), facts(copy));
};
const api = { container: 'payments-api' };

describe('what a template says', () => {
  it('holds no value that may be secret', () => {
    const text = facts(template);

    for (const secret of ['correct-horse-42', 's3cr3t']) expect(text).not.toContain(secret);
    expect(text).toContain('DB_PASSWORD');
  });

  it('cannot be looked up without the key of the process', () => {
    const [one, other] = [createDigest('one'), createDigest('other')];

    expect(one('ten')).not.toBe(other('ten'));
    expect(one('ten')).toBe(one('ten'));
    expect(one('ten')).toMatch(/^[\w-]{8}$/);
  });

  it.each<[string, (copy: Template) => unknown, object]>([
    [
      'the value of a variable',
      ({ spec }) => Object.assign(spec.containers[0]?.env[0] ?? {}, { value: 'other' }),
      { what: 'env', how: 'changed', name: 'DB_PASSWORD', ...api },
    ],
    [
      'a resource',
      ({ spec }) => Object.assign(spec.containers[0]?.resources.limits ?? {}, { memory: '512Mi' }),
      { what: 'limit', how: 'changed', name: 'memory', from: '256Mi', to: '512Mi', ...api },
    ],
    [
      'the object of a variable',
      ({ spec }) =>
        Object.assign(spec.containers[0]?.env[1]?.valueFrom?.configMapKeyRef ?? {}, { name: 'v2' }),
      {
        what: 'reference',
        how: 'changed',
        name: 'ConfigMap',
        from: 'payments-config',
        to: 'v2',
        container: '',
      },
    ],
    [
      'a secret that is taken in whole',
      ({ spec }) => Object.assign(spec.containers[0]?.envFrom[0]?.secretRef ?? {}, { name: 'v2' }),
      {
        what: 'reference',
        how: 'changed',
        name: 'Secret',
        from: 'payments-credentials',
        to: 'v2',
        container: '',
      },
    ],
    [
      'a volume',
      ({ spec }) => spec.volumes.push({ name: 'cache', emptyDir: {} }),
      { what: 'volume', how: 'added', name: 'cache', container: '' },
    ],
    [
      'an argument',
      ({ spec }) => spec.containers[0]?.args.push('--verbose'),
      { what: 'setting', how: 'changed', name: 'args', ...api },
    ],
    [
      'a probe',
      ({ spec }) => Object.assign(spec.containers[0]?.readinessProbe.httpGet ?? {}, { path: '/ready' }),
      { what: 'probe', how: 'changed', name: 'readiness', ...api },
    ],
    [
      'the image of an init container',
      ({ spec }) => Object.assign(spec.initContainers[0] ?? {}, { image: 'registry.example/migrate:v2' }),
      {
        what: 'image',
        how: 'changed',
        name: 'image',
        container: 'migrate',
        from: 'registry.example/migrate:v1',
        to: 'registry.example/migrate:v2',
      },
    ],
    [
      'the service account',
      ({ spec }) => Object.assign(spec, { serviceAccountName: 'other' }),
      {
        what: 'setting',
        how: 'changed',
        name: 'serviceAccountName',
        from: 'payments',
        to: 'other',
        container: '',
      },
    ],
    [
      'an annotation',
      ({ metadata }) => Object.assign(metadata.annotations, { 'checksum/config': 'def' }),
      { what: 'annotation', how: 'changed', name: 'checksum/config', container: '' },
    ],
  ])('differs by %s', (_, change, expected) => {
    expect(changed(change)).toEqual([expected]);
  });

  it.each<[string, (copy: Template) => unknown]>([
    ['another image', ({ spec }) => Object.assign(spec.containers[0] ?? {}, { image: 'x:v43' })],
    [
      'a restart',
      ({ metadata }) => Object.assign(metadata.annotations, { 'kubectl.kubernetes.io/restartedAt': 'now' }),
    ],
    [
      'the marks of the revision itself',
      ({ metadata }) =>
        Object.assign(metadata.labels, { 'pod-template-hash': '1', 'app.kubernetes.io/version': 'v43' }),
    ],
  ])('is the same after %s', (_, change) => {
    expect(changed(change)).toEqual([]);
  });

  it('is bounded, however much it says', () => {
    const env = Array.from({ length: 10_000 }, (_, index) => ({ name: `V${index}`.repeat(50), value: 'x' }));

    const text = facts({ spec: { containers: [{ name: 'a', env }] } });

    expect(text.length).toBeLessThan(100_000);
  });

  it('is read once, and one string, for all revisions that say the same', () => {
    const digested: string[] = [];
    const digest = createDigest('key');
    const readFacts = createFactsReader((text) => {
      digested.push(text);
      return digest(text);
    });
    const revision = (version: string, value = 'ten') => ({
      metadata: {
        labels: { app: 'payments', 'pod-template-hash': version },
        annotations: { 'kubectl.kubernetes.io/restartedAt': version },
      },
      spec: { containers: [{ ...container, image: `x:${version}`, env: [{ name: 'A', value }] }] },
    });

    const first = readFacts(revision('v1'));
    const forFirst = digested.length;
    const second = readFacts(revision('v2'));
    const forBoth = digested.length;
    const third = readFacts(revision('v3', 'eleven'));

    expect(second).toBe(first);
    expect(forBoth).toBe(forFirst + 1);
    expect(templateChanges(second, third)).toEqual([{ what: 'env', how: 'changed', name: 'A', ...api }]);
  });

  it.each([null, 'text', 7, [], [null], { spec: null }, { spec: { containers: [null, 7] } }])(
    'is nothing for what is no template: %j',
    (value) => {
      expect(createFactsReader(createDigest('key'))(value)).toBe('');
    },
  );
});
