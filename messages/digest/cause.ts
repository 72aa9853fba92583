import type { DigestLine } from '../../src/domain/quiet/digest-line.ts';
import type { SharedCause } from '../../src/domain/quiet/shared-cause.ts';
import { pullFailure } from '../image-pull.ts';
import { singleLine } from '../kit/escape.ts';
import { environmentName, foreignWords } from '../names.ts';
import { nodeWithState } from '../node.ts';

/** `12 services in prod cannot pull their images from registry.example: it refuses access.` */
export function causeSentence(cause: SharedCause, lines: readonly DigestLine[]): string {
  const who = servicesIn(lines);
  switch (cause.kind) {
    case 'missing':
      return `${who} wait for the ${cause.object} ${foreignWords(cause.name, 120)}, which lacks what they need or does not exist.`;
    case 'registry':
      return `${who} cannot pull their images from ${foreignWords(cause.host, 120)}${answerOf(lines)}`;
    case 'node':
      return `${who} have pods on node ${nodeOf(lines) ?? foreignWords(cause.name, 253)}.`;
    case 'cluster':
      return `${who} are in the cluster ${singleLine(cause.cluster, 63)}.`;
    default:
      return cause satisfies never;
  }
}

/** `12 services in prod`; of several environments only as many as one can take in. */
function servicesIn(lines: readonly DigestLine[]): string {
  const services = new Set(lines.map(({ service }) => service)).size;
  const environments = [...new Set(lines.flatMap(({ environment }) => environment ?? []))];
  const names = environments.slice(0, 3).map(environmentName).join(', ');
  const where = environments.length === 0 || environments.length > 3 ? '' : ` in ${names}`;
  return `${services === 1 ? '1 service' : `${services} services`}${where}`;
}

/** As the first of them knows it. */
function nodeOf(lines: readonly DigestLine[]): string | undefined {
  const node = lines.find(({ problem }) => problem?.node !== undefined)?.problem?.node;
  return node === undefined ? undefined : nodeWithState(node);
}

/** What the registry says to the first; the others say the same more often than not. */
function answerOf([first]: readonly DigestLine[]): string {
  const message = first?.problem?.message ?? '';
  switch (pullFailure(message)) {
    case 'missing':
      return ': it does not have them.';
    case 'denied':
      return ': it refuses access.';
    case 'missing-or-denied':
      return ': it does not have them, or refuses access.';
    case 'unreachable':
      return ': it does not answer.';
    case 'never-pull':
    case 'unsigned':
    case 'other': {
      const words = foreignWords(message, 200);
      return words === '' ? '.' : `. Kubernetes says: ${words}`;
    }
  }
}
