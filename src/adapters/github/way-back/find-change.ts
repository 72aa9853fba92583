import type { ImageReference } from '../../../domain/release/version.ts';
import { PermanentError } from '../../../errors.ts';
import type { WayBackRequest } from '../../../ports.ts';
import type { FileState, ReadableRepository } from '../repository.ts';
import type { Commit } from '../schema.ts';
import { automationOf } from './automation.ts';
import { type Chain, createChain } from './chain.ts';
import { type FileChange, type Finding, inBetween, titleOf, unclear } from './change.ts';
import { narrowTo } from './narrow.ts';
import { countOf, goesAlong, ownMarks, type Subject, subjectOf } from './subject.ts';
import { type TouchedFile, touchedFiles } from './touched-files.ts';

/** What is asked of a version's history is minutes old, rarely days. */
const mostCommits = 100;
/** Of a commit that touches more GitHub shows the rest elsewhere: https://docs.github.com/en/rest/commits/commits#get-a-commit */
const mostFiles = 300;
/** GitHub slows down who asks for a hundred things at once. */
const mostReads = 10;

type Revert = Extract<WayBackRequest['way'], { kind: 'revert' }>;

/**
 * Finds what brought the version that is to be left: from the head of the branch back, commit by commit, until the
 * files are as they were when the target stood in them. Nothing is put back that anybody has changed since, or that
 * concerns others.
 */
export async function findChange(
  repository: ReadableRepository,
  request: WayBackRequest,
  way: Revert,
): Promise<Finding> {
  const subject = subjectOf(request);
  if (subject.changed.length === 0) {
    const labels = `${request.currentLabel} and ${request.targetLabel}`;
    return unclear(`${labels} have the same images, so the change cannot be told by them.`);
  }
  try {
    return await walk(repository, { request, way, subject });
  } catch (error) {
    const isOdd = error instanceof PermanentError && /^github-(no-text|too-large)$/.test(error.code);
    if (isOdd) return unclear(error.message);
    throw error;
  }
}

interface Search {
  readonly request: WayBackRequest;
  readonly way: Revert;
  readonly subject: Subject;
}

async function walk(repository: ReadableRepository, { request, way, subject }: Search): Promise<Finding> {
  const { branch, path } = way;
  const head = await repository.head(branch);
  if (head === undefined) return unclear(`There is no branch ${branch}.`);
  const { commit } = await repository.commit(head);
  const all = await repository.filesIn(commit.tree.sha, path);
  const files = narrowTo(all, path, subject.places);
  if (files.length === 0) return unclear(`There is nothing in ${path || 'the repository'} on ${branch}.`);

  const isIn = (file: string) => narrowTo([{ path: file }], path, subject.places, all).length > 0;
  const chain = createChain({ repository, subject, head, tree: commit.tree.sha, files });
  for await (const one of commitsFrom(repository, head, path)) {
    const touched = touchedFiles(one).filter((file) => isIn(file.path));
    const finding = await step(repository, { chain, subject }, { commit: one, touched });
    if (finding !== undefined) return finding;
  }
  const looked = `the last ${mostCommits} commits in ${path || 'the repository'} on ${branch}`;
  if (chain.isBegun()) return { kind: 'target-gone' };
  return unclear(`None of ${looked} brought ${request.currentLabel} of ${subject.names[0]}.`);
}

async function* commitsFrom(
  repository: ReadableRepository,
  sha: string,
  path: string,
): AsyncGenerator<Commit> {
  let seen = 0;
  for (let page = 1; seen < mostCommits; page += 1) {
    const list = await repository.commitsOf({ sha, path, page });
    for (const each of list.slice(0, mostCommits - seen)) yield await repository.commit(each);
    seen += list.length;
    if (list.length === 0) return;
  }
}

interface State {
  readonly chain: Chain;
  readonly subject: Subject;
}

interface Step {
  readonly commit: Commit;
  readonly touched: readonly TouchedFile[];
}

/** One commit further back; undefined to go on. */
async function step(repository: ReadableRepository, { chain, subject }: State, { commit, touched }: Step) {
  const wanted = chain.wanted();
  const versions = wanted.flatMap(({ current: { tag, digest } }) => [tag, digest]);
  const mayName = ({ patch }: TouchedFile) =>
    patch === undefined || versions.some((version) => version !== undefined && patch.includes(version));
  const read = (file: TouchedFile) => readChange(repository, commit, file);

  const named = await eachOf(touched.filter(mayName), read);
  const brought = wanted.filter((image) => named.some((file) => brings(file, image.current, subject)));
  if (brought.length === 0) {
    const between = touched.find(({ path }) => chain.has(path));
    return between === undefined ? undefined : unclear(inBetween(between.path, commit));
  }
  const marked = named.filter((file) => brought.some(({ current }) => brings(file, current, subject)));
  if (commit.files.length >= mostFiles) {
    return unclear(
      `${commit.sha.slice(0, 7)} (“${titleOf(commit.commit.message)}”) brought it and touches ${mostFiles} files or more, which is too many to look through.`,
    );
  }
  const automation = marked.map((file) => automationOf(file, versions)).find((each) => each !== undefined);
  if (automation !== undefined) {
    return unclear(`${automation} writes the version there and would bring it again: stop it first.`);
  }
  const others = touched.filter(({ path }) => !marked.some((file) => file.path === path));
  const beside = await eachOf(others, read);
  const along = beside.filter(({ path, before, after }) =>
    goesAlong(path, [before?.text, after?.text], subject),
  );
  const leftAlone = beside.filter((file) => !along.includes(file)).map(({ path }) => path);
  return chain.add({ commit, marked, along, leftAlone, brought });
}

/** A few at a time. */
async function eachOf<From, To>(
  items: readonly From[],
  work: (item: From) => Promise<To>,
): Promise<readonly To[]> {
  const done: To[] = [];
  for (let at = 0; at < items.length; at += mostReads) {
    done.push(...(await Promise.all(items.slice(at, at + mostReads).map(work))));
  }
  return done;
}

async function readChange(
  repository: ReadableRepository,
  commit: Commit,
  file: TouchedFile,
): Promise<FileChange> {
  const [parent] = commit.parents;
  const { path } = file;
  const after = file.isGone ? undefined : await repository.file(path, commit.sha);
  const before = file.isNew || parent === undefined ? undefined : await repository.file(path, parent.sha);
  return { path, before, after };
}

function brings({ path, before, after }: FileChange, image: ImageReference, subject: Subject): boolean {
  const count = (file: FileState | undefined) => countOf(ownMarks(path, file?.text, subject), image);
  return count(after) > count(before);
}
