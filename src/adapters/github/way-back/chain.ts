import type { ImageReference } from '../../../domain/release/version.ts';
import type { ReadableRepository, TreeFile } from '../repository.ts';
import type { Commit } from '../schema.ts';
import { type FileChange, type Finding, inBetween, type TakenBack, titleOf, unclear } from './change.ts';
import { isSameRepository } from './image-marks.ts';
import { type ChangedImage, countOf, ownMarks, type Subject, strangersIn } from './subject.ts';

export interface Link {
  readonly commit: Commit;
  /** Files in which it brought a version that is to be left. */
  readonly marked: readonly FileChange[];
  /** Files that go back with them. */
  readonly along: readonly FileChange[];
  readonly leftAlone: readonly string[];
  readonly brought: readonly ChangedImage[];
}

/** The commits that are to be taken back, newest first, and what the files become by it. */
export interface Chain {
  /** The images whose version is still looked for, each with the version that was found last. */
  wanted(): readonly ChangedImage[];
  isBegun(): boolean;
  /** Whether a file is among those that are put back. */
  has(path: string): boolean;
  /** Undefined to go on. */
  add(link: Link): Promise<Finding | undefined>;
}

export interface ChainStart {
  readonly repository: ReadableRepository;
  readonly subject: Subject;
  readonly head: string;
  readonly tree: string;
  readonly files: readonly TreeFile[];
}

const newFileMode = '100644';

export function createChain({ repository, subject, head, tree, files }: ChainStart): Chain {
  const atHead = new Map(files.map((file) => [file.path, file]));
  /** What each file is once the commits so far are taken back: the sha of its content, null when it is not there. */
  const became = new Map<string, string | null>();
  const newestText = new Map<string, string | undefined>();
  const commits: TakenBack[] = [];
  const leftAlone = new Set<string>();
  let wanted = subject.changed;

  const standing = (path: string) =>
    became.has(path) ? (became.get(path) ?? null) : (atHead.get(path)?.sha ?? null);

  async function add(link: Link): Promise<Finding | undefined> {
    const { commit, marked, along } = link;
    const all = [...marked, ...along];
    const changedSince = all.find(({ path, after }) => standing(path) !== (after?.sha ?? null));
    if (changedSince !== undefined) return explain(link, changedSince);
    const apart = folderApart(marked);
    if (apart !== undefined) return unclear(apart);

    const strange = all.map(putBack).find((sentence) => sentence !== undefined);
    if (strange !== undefined) return unclear(strange);
    for (const path of link.leftAlone) leftAlone.add(path);
    const { message, author } = commit.commit;
    commits.push({ sha: commit.sha, title: titleOf(message), author: author?.name ?? '' });
    return leave(link) ?? (wanted.length === 0 ? found() : undefined);
  }

  /** Why the file cannot go back, if it cannot. */
  function putBack({ path, before, after }: FileChange): string | undefined {
    if (!newestText.has(path)) newestText.set(path, after?.text);
    became.set(path, before?.sha ?? null);
    const strangers = strangersIn(before?.text, newestText.get(path), subject);
    if (strangers.length === 0) return undefined;
    return `In ${path} the change also concerns ${strangers.slice(0, 3).join(', ')}.`;
  }

  /** A file is not as the commit left it any more. */
  async function explain({ brought, commit, marked }: Link, changed: FileChange): Promise<Finding> {
    if (commits.length > 0) return unclear(inBetween(changed.path, commit));
    const states = await Promise.all(
      marked.map(async ({ path }) => ({ path, text: (await repository.file(path, head))?.text })),
    );
    const stands = (pick: (image: ChangedImage) => ImageReference) =>
      brought.every((image) =>
        states.some(({ path, text }) => countOf(ownMarks(path, text, subject), pick(image)) > 0),
      );
    if (stands(({ current }) => current)) {
      return unclear(
        `${changed.path} was changed again after ${commit.sha.slice(0, 7)} (“${titleOf(commit.commit.message)}”), and that would be taken back, too.`,
      );
    }
    return stands(({ target }) => target) ? { kind: 'already-there' } : { kind: 'overtaken' };
  }

  /** Which version stands in the files before the link; undefined when all of it is known. */
  function leave({ brought, marked }: Link): Finding | undefined {
    const next: ChangedImage[] = [];
    for (const image of wanted) {
      if (!brought.includes(image)) {
        next.push(image);
        continue;
      }
      const before = marked.flatMap(({ path, before: state }) => ownMarks(path, state?.text, subject));
      if (countOf(before, image.target) > 0) continue;
      const older = olderVersion(before, marked, image);
      if (older === undefined) return { kind: 'target-gone' };
      next.push({ ...image, current: older });
    }
    wanted = next;
    return undefined;
  }

  /** The version that a commit replaced by the one that is wanted. */
  function olderVersion(
    before: ReturnType<typeof ownMarks>,
    marked: readonly FileChange[],
    { current }: ChangedImage,
  ): ImageReference | undefined {
    const after = marked.flatMap(({ path, after: state }) => ownMarks(path, state?.text, subject));
    const isOfImage = (repository: string | undefined) =>
      repository === undefined || isSameRepository(repository, current.repository);
    const versions = before
      .filter(({ repository }) => isOfImage(repository))
      .filter((mark) => !after.some(({ version }) => version === mark.version))
      .map(({ version }) => version);
    const [version, ...more] = new Set(versions);
    if (version === undefined || more.length > 0) return undefined;
    const { repository } = current;
    return version.startsWith('sha256:') ? { repository, digest: version } : { repository, tag: version };
  }

  function found(): Finding {
    const changes = [...became]
      .filter(([path, sha]) => sha !== (atHead.get(path)?.sha ?? null))
      .map(([path, sha]) => ({ path, mode: atHead.get(path)?.mode ?? newFileMode, sha }));
    return {
      kind: 'found',
      change: { head, tree, files: changes, commits, leftAlone: [...leftAlone] },
    };
  }

  return {
    wanted: () => wanted,
    isBegun: () => commits.length > 0,
    has: (path) => became.has(path),
    add,
  };
}

/** A version that came into several folders at once was perhaps meant for several places. */
function folderApart(marked: readonly FileChange[]): string | undefined {
  const folders = [...new Set(marked.map(({ path }) => path.split('/').slice(0, -1).join('/')))];
  const isNested = (one: string, other: string) =>
    one === other || one.startsWith(`${other}/`) || other === '';
  const [first, ...rest] = folders.toSorted((left, right) => left.length - right.length);
  if (first === undefined || rest.every((folder) => isNested(folder, first))) return undefined;
  return `The version came into several folders at once: ${folders.slice(0, 3).join(', ')}. Which of them is meant cannot be told.`;
}
