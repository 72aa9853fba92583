import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';
import { type ImageReference, parseImageReference } from '../../../domain/release/version.ts';

/** A place in a file that names a version of an image. */
export interface ImageMark {
  /** Registry and path, as far as the file says it beside the version. */
  readonly repository?: string;
  /** A tag, or a digest: `v43`, `sha256:…`. */
  readonly version: string;
}

/** One object of a file of manifests. */
export interface Manifest {
  readonly kind: string;
  readonly name: string;
  readonly text: string;
  readonly marks: readonly ImageMark[];
}

const imageKey = /image$/i;
/** `newTag`, `tag`, `image.tag`, `IMAGE_TAG`, `digest`, `version`; not the version of an API. */
const versionKey = /^(?!.*api_?version$).*(tag|digest|version)$/i;
/** One that nests deeper than people write, or goes on and on, is not read. */
const mostBytes = 512 * 1024;

/** The objects of a YAML or JSON file. What cannot be parsed, such as a template, is one object without a name. */
export function manifestsIn(text: string): readonly Manifest[] {
  if (text.length > mostBytes) return [];
  const documents = parse(text);
  if (documents === undefined) return [{ kind: '', name: '', text, marks: marksInLines(text) }];
  return documents.map((document) => {
    const root = isMap(document.contents) ? document.contents : undefined;
    const metadata = root?.get('metadata', true);
    return {
      kind: textAt(root, 'kind') ?? '',
      name: (isMap(metadata) ? textAt(metadata, 'name') : undefined) ?? '',
      text: document.contents === null ? '' : sliceOf(document.contents, text),
      // A file of variables is one long text to YAML.
      marks: isScalar(document.contents) ? marksInLines(text) : marksInDocument(document),
    };
  });
}

export function marksIn(text: string): readonly ImageMark[] {
  return manifestsIn(text).flatMap(({ marks }) => marks);
}

/** Whether the mark names this version of this image; the registry may be said elsewhere. */
export function isMarkOf({ repository, version }: ImageMark, image: ImageReference): boolean {
  const isVersion = version === image.tag || version === image.digest;
  return isVersion && (repository === undefined || isSameRepository(repository, image.repository));
}

export function isSameRepository(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}

/** Aliases could make a small file huge, and are let alone: https://eemeli.org/yaml/#parse-options */
function parse(text: string): readonly Document[] | undefined {
  const parsed = parseAllDocuments(text, { schema: 'failsafe', prettyErrors: false, uniqueKeys: false });
  if (!Array.isArray(parsed)) return [];
  const documents: readonly Document[] = parsed;
  return documents.some(({ errors }) => errors.length > 0) ? undefined : documents;
}

function marksInDocument(document: Document): readonly ImageMark[] {
  const marks: ImageMark[] = [];
  visit(document, {
    Map(_key, map) {
      for (const pair of map.items) {
        if (!isPair(pair) || !isScalar(pair.key) || !isScalar(pair.value)) continue;
        const value = String(pair.value.value ?? '');
        const mark = markAt(String(pair.key.value), value, map);
        if (mark !== undefined) marks.push(mark);
      }
    },
    // As Argo CD Image Updater writes it: `images: [registry/app:v43]`.
    Pair(_key, { key, value }) {
      if (!isScalar(key) || !/images$/i.test(String(key.value)) || !isSeq(value)) return;
      for (const item of value.items) {
        const mark = isScalar(item) ? markOf(String(item.value ?? '').replace(/^[^=]*=/, '')) : undefined;
        if (mark !== undefined) marks.push(mark);
      }
    },
  });
  return marks;
}

function markAt(key: string, value: string, map: YAMLMap): ImageMark | undefined {
  if (value === '') return undefined;
  if (imageKey.test(key)) return markOf(value);
  if (!versionKey.test(key)) return undefined;
  const repository = repositoryBeside(map);
  return repository === undefined ? { version: value } : { repository, version: value };
}

/** Kustomize has `name` and `newName`; charts have `repository`, some with `registry` beside it. */
function repositoryBeside(map: YAMLMap): string | undefined {
  const said = (key: string) => textAt(map, key);
  const isOfKustomize = map.has('newTag') || map.has('digest');
  const repository =
    said('newName') ?? said('repository') ?? (isOfKustomize ? said('name') : undefined) ?? said('image');
  const registry = said('registry');
  return repository === undefined || registry === undefined ? repository : `${registry}/${repository}`;
}

/** `repository:tag@digest`; the digest is what counts when there are both. */
function markOf(image: string): ImageMark | undefined {
  const { repository, tag, digest } = parseImageReference(image);
  const version = digest ?? tag;
  return version === undefined || repository === '' ? undefined : { repository, version };
}

const imageLine = /^[\s-]*["']?[\w.-]*image["']?\s*[:=]\s*["']?([^\s"'{}]+)["']?\s*(?:#.*)?$/i;
const versionLine =
  /^[\s-]*["']?([\w.-]*(?:tag|digest|version))["']?\s*[:=]\s*["']?([^\s"'{}]+)["']?\s*(?:#.*)?$/i;

function marksInLines(text: string): readonly ImageMark[] {
  return text.split('\n').flatMap((line): readonly ImageMark[] => {
    if (line.length > 1_000) return [];
    const image = imageLine.exec(line)?.[1];
    if (image !== undefined) return [markOf(image) ?? []].flat();
    const [, key = '', version] = versionLine.exec(line) ?? [];
    return version !== undefined && versionKey.test(key) ? [{ version }] : [];
  });
}

function textAt(map: YAMLMap | undefined, key: string): string | undefined {
  const value = map?.get(key, true);
  return isScalar(value) && !isAlias(value) && value.value !== '' && value.value !== null
    ? String(value.value)
    : undefined;
}

function sliceOf(node: Node, text: string): string {
  const [start, end] = node.range ?? [0, 0];
  return text.slice(start, end);
}
