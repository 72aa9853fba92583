import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load.ts';
import { deployFolder, kubernetesManifests, manifestSchema, readDocuments, yamlFiles } from './manifests.ts';

function manifest(kind: string, name: string) {
  return kubernetesManifests().find((found) => found.kind === kind && found.metadata?.name === name);
}

function rulesOf(role: string) {
  return (manifest('ClusterRole', role)?.rules ?? []).flatMap(({ resources, verbs }) =>
    resources.map((resource) => `${resource}: ${verbs.join(' ')}`),
  );
}

const deploymentSchema = z.object({
  spec: z.object({
    replicas: z.number(),
    strategy: z.object({ type: z.string() }),
    template: z.object({
      spec: z.object({
        securityContext: z.looseObject({ runAsNonRoot: z.boolean() }),
        containers: z.array(
          z.looseObject({
            args: z.array(z.string()),
            securityContext: z.looseObject({ readOnlyRootFilesystem: z.boolean() }),
            livenessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }),
            readinessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }),
            volumeMounts: z.array(z.looseObject({ mountPath: z.string() })),
          }),
        ),
      }),
    }),
  }),
});

describe('Kubernetes manifests', () => {
  it.each(yamlFiles())('%s is YAML', (path) => {
    expect(readDocuments(path).length).toBeGreaterThan(0);
  });

  it.each(['kubernetes/', 'kubernetes/rollback/', 'kubernetes/rollback/flux/'])(
    '%skustomization.yaml names files that exist',
    (folder) => {
      const [kustomization] = readDocuments(`${folder}kustomization.yaml`);
      const { resources = [] } = manifestSchema.parse(kustomization);

      expect(resources.length).toBeGreaterThan(0);
      expect(resources.filter((path) => !existsSync(new URL(folder + path, deployFolder)))).toEqual([]);
    },
  );

  it('lets the watcher read exactly what it follows', () => {
    expect(rulesOf('shipmate-watch')).toEqual([
      'deployments: get list watch',
      'statefulsets: get list watch',
      'daemonsets: get list watch',
      'replicasets: get list watch',
      'controllerrevisions: get list watch',
      'jobs: get list watch',
      'cronjobs: get list watch',
      'rollouts: get list watch',
      'pods: get list watch',
      'pods/log: get',
      'horizontalpodautoscalers: list watch',
      'nodes: get list watch',
      'kustomizations: list watch',
      'helmreleases: list watch',
      'gitrepositories: list watch',
      'applications: list watch',
      'events: list',
    ]);
  });

  it('keeps writing in the rollback role', () => {
    expect(rulesOf('shipmate-rollback')).toEqual([
      'deployments: get patch',
      'statefulsets: get patch',
      'daemonsets: get patch',
      'replicasets: get',
      'controllerrevisions: get list',
      'pods: list delete',
      'rollouts: get patch',
      'rollouts/status: patch',
    ]);
  });

  it('asks of Argo CD what a rollback takes', () => {
    expect(rulesOf('shipmate-rollback-argo-cd')).toEqual(['applications: get patch']);
  });

  it('keeps what Helm releases hold in a role of its own, which nobody has by default', () => {
    const [kustomization] = readDocuments('kubernetes/rollback/kustomization.yaml');
    const bindings = kubernetesManifests().filter(
      ({ metadata }) => metadata?.name === 'shipmate-rollback-helm',
    );

    expect(rulesOf('shipmate-rollback-helm')).toContain('secrets: get list create patch delete');
    expect(bindings.map(({ kind }) => kind).sort()).toEqual(['ClusterRole', 'RoleBinding']);
    expect(manifestSchema.parse(kustomization).resources).toEqual(['role.yaml', 'role-binding.yaml']);
  });

  it('lets Flux be suspended by a role of its own', () => {
    expect(rulesOf('shipmate-suspend-flux')).toEqual([
      'kustomizations: get patch',
      'helmreleases: get patch',
      'gitrepositories: get',
    ]);
  });

  it.each(['shipmate-rollback', 'shipmate-rollback-argo-cd', 'shipmate-suspend-flux'])(
    'grants %s by namespace, never for the whole cluster',
    (name) => {
      const bindings = kubernetesManifests().filter(({ metadata }) => metadata?.name === name);

      expect(bindings.map(({ kind }) => kind).sort()).toEqual(['ClusterRole', 'RoleBinding']);
    },
  );

  it('has no wildcard in any role', () => {
    const granted = kubernetesManifests().flatMap(({ rules = [] }) =>
      rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]),
    );

    expect(granted).not.toHaveLength(0);
    expect(granted).not.toContain('*');
  });

  it('has a Secret template without values', () => {
    const [secret] = readDocuments('kubernetes/secret.example.yaml');
    const { stringData } = z.object({ stringData: z.record(z.string(), z.string()) }).parse(secret);

    expect(Object.keys(stringData)).toEqual(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'BUILD_TOKEN']);
    expect(Object.values(stringData).join('')).toBe('');
  });

  it('has an example configuration in the ConfigMap that loads with the keys of the Secret', () => {
    const [configMap] = readDocuments('kubernetes/config-map.yaml');
    const { data } = z.object({ data: z.object({ 'shipmate.yaml': z.string() }) }).parse(configMap);

    const { config, warnings } = loadConfig({
      path: 'shipmate.yaml',
      env: { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'signing', BUILD_TOKEN: 'build-token' },
      readFile: () => data['shipmate.yaml'],
    });

    expect(warnings).toEqual([]);
    expect(config.clusters[0]?.connection).toEqual({ kind: 'in-cluster' });
    expect(config.store.path).toBe('/data/shipmate.sqlite');
  });

  it('runs one careful pod', () => {
    const { spec } = deploymentSchema.parse(manifest('Deployment', 'shipmate'));
    const [container] = spec.template.spec.containers;

    expect(spec.replicas).toBe(1);
    expect(spec.strategy.type).toBe('Recreate');
    expect(spec.template.spec.securityContext.runAsNonRoot).toBe(true);
    expect(container?.securityContext.readOnlyRootFilesystem).toBe(true);
    expect(container?.args).toEqual(['node', 'src/cli.ts', 'serve']);
    expect(container?.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container?.readinessProbe.httpGet.path).toBe('/readyz');
    expect(container?.volumeMounts.map(({ mountPath }) => mountPath)).toContain('/data');
  });
});

describe('Dockerfile', () => {
  const dockerfile = readFileSync(new URL('Dockerfile', deployFolder), 'utf8');

  it('runs the sources with Node 24, not as root, and builds nothing', () => {
    expect(dockerfile).toMatch(/^FROM node:24-slim$/m);
    expect(dockerfile).toMatch(/^CMD \["node", "src\/cli.ts", "serve"\]$/m);
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile).toMatch(/npm ci --omit=dev --ignore-scripts/);
    expect(dockerfile).not.toMatch(/npm run/);
  });

  it('copies every folder that src/ may import from', () => {
    const ignored = readFileSync(new URL('Dockerfile.dockerignore', deployFolder), 'utf8');

    for (const folder of ['src', 'handlers', 'messages']) {
      expect(dockerfile).toContain(`COPY ${folder} ./${folder}`);
      expect(ignored).toContain(`!${folder}\n`);
    }
  });
});
