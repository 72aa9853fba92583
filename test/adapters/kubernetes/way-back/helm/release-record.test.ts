import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Release, releaseOf, secretOf } from '../../../../../sandbox/helm/record.ts';
import {
  decodeRecord,
  encodeRecord,
  rollbackRecord,
} from '../../../../../src/adapters/kubernetes/way-back/helm/release-record.ts';

const release: Release = {
  name: 'payments-api',
  namespace: 'prod',
  version: 7,
  info: {
    first_deployed: '2026-11-20T09:00:00.123456789Z',
    last_deployed: '2026-11-25T09:00:00Z',
    deleted: '',
    description: 'Upgrade complete',
    status: 'superseded',
    notes: 'Enjoy <b>it</b>',
  },
  chart: { metadata: { name: 'payments-api', version: '1.4.2' }, templates: [{ name: 'a', data: 'e30=' }] },
  config: { limits: { memory: '1Gi' }, größe: 'ü' },
  manifest: '---\napiVersion: v1\n',
  hooks: [],
};

const holding = (bytes: Buffer | string) => ({
  metadata: { name: 'sh.helm.release.v1.a.v1' },
  data: { release: Buffer.from(Buffer.from(bytes).toString('base64')).toString('base64') },
});

describe('a record', () => {
  it('is read as Helm writes it, and written so that Helm reads it', async () => {
    const record = await decodeRecord(secretOf(release));

    expect(record).toMatchObject({ version: 7, manifest: release.manifest, rollbackHooks: [] });
    expect(releaseOf({ ...secretOf(release), data: { release: await encodeRecord(record.raw) } })).toEqual(
      release,
    );
  });

  it('is read when it is not packed, as the first ones were not', async () => {
    expect(await decodeRecord(holding(JSON.stringify(release)))).toMatchObject({ version: 7 });
  });

  it('names the hooks that a rollback would run', async () => {
    const hook = (name: string, ...events: string[]) => ({
      name,
      kind: 'Job',
      path: '',
      manifest: '',
      events,
    });
    const hooks = [hook('migrate', 'pre-upgrade', 'pre-rollback'), hook('test', 'test')];

    const { rollbackHooks } = await decodeRecord(secretOf({ ...release, hooks }));

    expect(rollbackHooks).toEqual(['pre-rollback migrate']);
  });

  it.each([
    ['nothing', {}],
    ['no base64 of anything', { data: { release: '!!!' } }],
    ['no JSON', holding('{')],
    ['no release', holding('[]')],
    ['a broken archive', holding(Buffer.concat([Buffer.from([0x1f, 0x8b, 0x08]), Buffer.alloc(50)]))],
    ['a bomb', holding(gzipSync(Buffer.alloc(40 * 1024 * 1024)))],
  ])('is refused when it is %s', async (_what, secret) => {
    await expect(decodeRecord(secret)).rejects.toMatchObject({ code: 'helm-record-unreadable' });
  });
});

describe('the record of a rollback', () => {
  const now = Date.parse('2026-11-25T10:00:00Z');

  it('is the target once more, as the next revision', async () => {
    const current = await decodeRecord(
      secretOf({ ...release, version: 9, info: { ...release.info, first_deployed: 'then' } }),
    );

    expect(rollbackRecord(current, await decodeRecord(secretOf(release)), now)).toEqual({
      ...release,
      version: 10,
      info: {
        first_deployed: 'then',
        last_deployed: '2026-11-25T10:00:00.000Z',
        deleted: '',
        description: 'Rollback to 7',
        status: 'pending-rollback',
        notes: 'Enjoy <b>it</b>',
      },
    });
  });

  it('says to Helm 4 that the server has not applied it', async () => {
    const applied = await decodeRecord(secretOf({ ...release, apply_method: 'ssa' }));

    expect(rollbackRecord(applied, applied, now)).toMatchObject({ apply_method: 'csa' });
  });
});
