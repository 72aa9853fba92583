import type { ContainerImage } from '../rollout/snapshot.ts';

/** What the service's people call what they ship: tag, digest and commit together, as far as they are known. */
export interface Version {
  /** What people read: `v42`, a short commit, a short digest. Untrusted text. */
  readonly label: string;
  /** The image reference of the service's own container, as written in the pod template or reported by the build. */
  readonly image: string;
  /** Full or short commit of the application, if anybody said it. */
  readonly commit?: string;
}

export interface ImageReference {
  /** Registry and path, such as `registry.example/payments-api`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** Splits `host:5000/path:tag@sha256:…` as the OCI distribution specification does. Never throws. */
export function parseImageReference(image: string): ImageReference {
  const [named = '', digest] = image.split('@', 2);
  const colon = named.lastIndexOf(':');
  // A colon before the last slash belongs to the registry's port.
  const hasTag = colon > named.lastIndexOf('/');
  return {
    repository: hasTag ? named.slice(0, colon) : named,
    ...(hasTag ? { tag: named.slice(colon + 1) } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}

const commitPattern = /^[0-9a-f]{8,40}$/;

/** What people call an image: its tag (a bare commit is shortened to 7), else its digest's first 12 digits. */
export function versionLabel(image: string): string {
  const { tag, digest, repository } = parseImageReference(image);
  if (tag !== undefined) return commitPattern.test(tag) ? tag.slice(0, 7) : tag;
  if (digest !== undefined) return digest.replace(/^sha256:/, '').slice(0, 12);
  return repository === '' ? 'unknown version' : 'latest';
}

/** The service's own container among sidecars: the one whose name or image carries the service's name, else the first. */
export function mainContainer(
  service: string,
  containers: readonly ContainerImage[],
): ContainerImage | undefined {
  return (
    containers.find((container) => container.name === service) ??
    containers.find((container) => parseImageReference(container.image).repository.endsWith(`/${service}`)) ??
    containers[0]
  );
}
