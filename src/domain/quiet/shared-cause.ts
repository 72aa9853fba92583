import type { MissingReference, Problem } from '../problem/problem.ts';
import { parseImageReference } from '../release/version.ts';
import type { DigestLine } from './digest-line.ts';

/** What problems of several services have in common, the nearest to a cause first. */
export type SharedCause =
  | ({ readonly kind: 'missing' } & Pick<MissingReference, 'name'> & {
        readonly object: MissingReference['kind'];
      })
  | { readonly kind: 'registry'; readonly host: string }
  | { readonly kind: 'node'; readonly name: string; readonly cluster: string }
  | { readonly kind: 'cluster'; readonly cluster: string };

export interface CauseGroup<Line> {
  /** Absent for what has nothing in common with the rest. */
  readonly cause?: SharedCause;
  readonly lines: readonly Line[];
}

const kinds = ['missing', 'registry', 'node', 'cluster'] as const satisfies readonly SharedCause['kind'][];

/**
 * Puts together what has the same cause: by the first kind in which at least two do. A cluster is no cause where
 * everything is in the same.
 */
export function groupByCause<Line extends DigestLine>(lines: readonly Line[]): readonly CauseGroup<Line>[] {
  const clusters = new Set(lines.map(({ cluster }) => cluster));
  const groups: CauseGroup<Line>[] = [];
  let rest = lines;
  for (const kind of kinds) {
    if (kind === 'cluster' && clusters.size < 2) continue;
    const found = groupsBy(kind, rest);
    groups.push(...found);
    const taken = new Set(found.flatMap((group) => group.lines));
    rest = rest.filter((line) => !taken.has(line));
  }
  const ordered = groups.toSorted((one, other) => other.lines.length - one.lines.length);
  return rest.length === 0 ? ordered : [...ordered, { lines: rest }];
}

function groupsBy<Line extends DigestLine>(
  kind: SharedCause['kind'],
  lines: readonly Line[],
): readonly CauseGroup<Line>[] {
  const byCause = new Map<string, { cause: SharedCause; lines: Line[] }>();
  for (const line of lines) {
    const cause = causeOf(kind, line);
    if (cause === undefined) continue;
    const key = JSON.stringify(cause);
    const group = byCause.get(key) ?? { cause, lines: [] };
    group.lines.push(line);
    byCause.set(key, group);
  }
  return [...byCause.values()].filter((group) => group.lines.length > 1);
}

function causeOf(kind: SharedCause['kind'], { problem, cluster }: DigestLine): SharedCause | undefined {
  switch (kind) {
    case 'missing':
      return problem?.missing === undefined
        ? undefined
        : { kind, object: problem.missing.kind, name: problem.missing.name };
    case 'registry':
      return problem?.reason === 'ImagePullBackOff' ? { kind, host: registryOf(problem) } : undefined;
    case 'node':
      return problem?.node === undefined || cluster === undefined
        ? undefined
        : { kind, name: problem.node.name, cluster };
    case 'cluster':
      return cluster === undefined ? undefined : { kind, cluster };
    default:
      return kind satisfies never;
  }
}

/** As the distribution specification has it: a first part with a dot, a port or `localhost` is a host. */
function registryOf({ image }: Problem): string {
  const [first = '', ...rest] = parseImageReference(image).repository.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? first : 'docker.io';
}
