import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../../sandbox/github/git/diff.ts';
import { historyOf } from '../../../../sandbox/github/git/history.ts';
import { createRepositoryState, type RepositoryState } from '../../../../sandbox/github/repository.ts';
import type { ReadableRepository } from '../../../../src/adapters/github/repository.ts';
import type { Change } from '../../../../src/adapters/github/way-back/change.ts';
import { findChange } from '../../../../src/adapters/github/way-back/find-change.ts';
import { between, image, revert } from './clusters.ts';

const services = ['payments-api', 'search-api'] as const;
const folder = 'apps/prod';
const own = `${folder}/payments-api.yaml`;
const shared = `${folder}/all.yaml`;

/** What a push does: brings versions, scales, or writes something beside. */
type Step =
  | { readonly kind: 'version'; readonly service: (typeof services)[number]; readonly version: string }
  | { readonly kind: 'both'; readonly version: string }
  | { readonly kind: 'replicas'; readonly replicas: number }
  | { readonly kind: 'note'; readonly text: string };

const anyVersion = fc.constantFrom('v1', 'v2', 'v3', 'v4');
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('version' as const),
      service: fc.constantFrom(...services),
      version: anyVersion,
    }),
  },
  fc.record({ kind: fc.constant('both' as const), version: anyVersion }),
  fc.record({ kind: fc.constant('replicas' as const), replicas: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('note' as const), text: fc.constantFrom('a', 'b', 'v2', 'payments-api:v3') }),
);

interface World {
  readonly versions: Record<(typeof services)[number], string>;
  replicas: number;
  note: string;
}

/** The shared file holds both services, or each has its own. */
function filesOf({ versions, replicas, note }: World, isShared: boolean): Record<string, string> {
  const manifest = (service: (typeof services)[number]) =>
    `kind: Deployment\nmetadata:\n  name: ${service}\nspec:\n  replicas: ${replicas}\n  image: ${image(versions[service], service).image}\n`;
  const notes = { [`${folder}/notes.md`]: `${note}\n` };
  if (isShared) return { ...notes, [shared]: services.map(manifest).join('---\n') };
  return {
    ...notes,
    ...Object.fromEntries(services.map((each) => [`${folder}/${each}.yaml`, manifest(each)])),
  };
}

function play(steps: readonly Step[], isShared: boolean): { state: RepositoryState; world: World } {
  const state = createRepositoryState({ name: 'acme/clusters', now: () => 0 });
  const world: World = { versions: { 'payments-api': 'v1', 'search-api': 'v1' }, replicas: 3, note: '' };
  state.push({ message: 'as it is', files: filesOf(world, isShared) });
  for (const step of steps) {
    if (step.kind === 'version') world.versions[step.service] = step.version;
    if (step.kind === 'both') for (const each of services) world.versions[each] = step.version;
    if (step.kind === 'replicas') world.replicas = step.replicas;
    if (step.kind === 'note') world.note = step.text;
    state.push({ message: step.kind, files: filesOf(world, isShared) });
  }
  return { state, world };
}

/** As GitHub would answer, without asking it. */
function readable(state: RepositoryState): ReadableRepository {
  const { objects } = state;
  const filesAt = (tree: string) => objects.filesOf(tree);
  return {
    head: async (branch) => state.branches.get(branch),
    commitsOf: async ({ sha, path, page }) =>
      historyOf(objects, sha, path)
        .slice((page - 1) * 50, page * 50)
        .map((each) => each.sha),
    async commit(sha) {
      const { message, tree, parents } = objects.commit(sha) ?? expect.fail('no such commit');
      const [parent] = parents;
      const before = parent === undefined ? undefined : objects.commit(parent);
      const files = differences(
        objects,
        before === undefined ? new Map() : filesAt(before.tree),
        filesAt(tree),
      );
      const commit = { message, author: { name: 'Ada' }, tree: { sha: tree } };
      return { sha, html_url: '', commit, parents: parents.map((each) => ({ sha: each })), files };
    },
    async file(path, ref) {
      const found = filesAt(objects.commit(ref)?.tree ?? '').get(path);
      return found && { sha: found.sha, text: objects.blob(found.sha)?.toString() ?? '' };
    },
    filesIn: async (tree, within) =>
      [...filesAt(tree)]
        .filter(([path]) => path.startsWith(`${within}/`))
        .map(([path, { mode, sha }]) => ({ path, mode, sha })),
  };
}

/** The branch with the change applied. */
function after(state: RepositoryState, { files }: Change): Record<string, string> {
  const paths = [own, shared, `${folder}/search-api.yaml`, `${folder}/notes.md`];
  const changed = new Map(files.map(({ path, sha }) => [path, sha]));
  const textAt = (path: string) => {
    const sha = changed.get(path);
    return sha === undefined
      ? state.read(path)
      : sha === null
        ? undefined
        : state.objects.blob(sha)?.toString();
  };
  return Object.fromEntries(paths.flatMap((path) => [[path, textAt(path) ?? '']]));
}

describe('whatever was pushed', () => {
  it('what is put back was there before, has the target, and touches nobody else', async () => {
    let found = 0;
    const anyHistory = fc.array(anyStep, { minLength: 1, maxLength: 8 });

    await fc.assert(
      fc.asyncProperty(anyHistory, anyVersion, fc.boolean(), async (steps, target, isShared) => {
        const { state, world } = play(steps, isShared);
        const current = world.versions['payments-api'];
        fc.pre(current !== target);
        const request = between([image(current)], [image(target)]);

        const finding = await findChange(readable(state), request, { ...revert, path: folder });

        if (finding.kind !== 'found') return;
        found += 1;
        const files = after(state, finding.change);
        const file = isShared ? shared : own;
        expect(finding.change.files.map(({ path }) => path)).toEqual([file]);
        // Only the one image differs, in only this direction.
        const { image: was } = image(current);
        const { image: becomes } = image(target);
        expect(files[file]).toBe(state.read(file)?.replace(was, becomes));
      }),
      { numRuns: 400 },
    );

    expect(found).toBeGreaterThan(20);
  });
});
