import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load.ts';
import { deployFolder, readDocuments } from './manifests.ts';

const kustomizationSchema = z.object({
  resources: z.array(z.string()),
  patches: z.array(z.object({ path: z.string().optional(), patch: z.string().optional() })),
});

const patchSchema = z.object({
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    replicas: z.number(),
    strategy: z.object({ type: z.string(), rollingUpdate: z.looseObject({ maxSurge: z.number() }) }),
  }),
});

const path = (name: string) => new URL(`replicas/${name}`, deployFolder);

describe('manifests for two replicas', () => {
  it('build on those for one, and name files that exist', () => {
    const { resources, patches } = kustomizationSchema.parse(readDocuments('replicas/kustomization.yaml')[0]);

    const named = [...resources, ...patches.flatMap((each) => each.path ?? [])];

    expect(resources).toContain('../kubernetes');
    expect(named.filter((name) => !existsSync(path(name)))).toEqual([]);
  });

  it('change the Deployment that is there to two pods, replaced one after the other', () => {
    const patch = patchSchema.parse(readDocuments('replicas/deployment-patch.yaml')[0]);
    const [base] = readDocuments('kubernetes/deployment.yaml');

    expect(base).toMatchObject({ kind: patch.kind, metadata: patch.metadata });
    expect(patch.spec.replicas).toBe(2);
    expect(patch.spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    });
  });

  it('say what to write into the configuration, and that loads', () => {
    const text = readFileSync(path('kustomization.yaml'), 'utf8');
    const store = [...text.matchAll(/^# {3}(.*)$/gm)].map(([, line]) => line).join('\n');
    const shipmate = `slack: {botToken: xoxb-1, signingSecret: x, fallbackChannel: "#a"}
clusters: [{name: prod, environment: prod}]
${store}`;

    const { config } = loadConfig({
      path: 'shipmate.yaml',
      env: { DATABASE_URL: 'postgres://shipmate:secret@db/shipmate' },
      readFile: () => shipmate,
    });

    expect(config.store).toMatchObject({ url: 'postgres://shipmate:secret@db/shipmate' });
  });
});
