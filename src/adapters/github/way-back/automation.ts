import type { FileChange } from './change.ts';

/** Where an automation writes versions by itself: what is put back there does not stay. */
interface Automation {
  readonly name: string;
  readonly writes: (path: string, line: string) => boolean;
}

const automations: readonly Automation[] = [
  {
    // https://fluxcd.io/flux/guides/image-update/#configure-image-update-for-custom-resources
    name: "Flux's image automation",
    writes: (_path, line) => line.includes('"$imagepolicy"'),
  },
  {
    // https://argocd-image-updater.readthedocs.io/en/stable/basics/update-methods/
    name: 'Argo CD Image Updater',
    writes: (path) => /(^|\/)\.argocd-source-[^/]*\.ya?ml$/.test(path),
  },
];

/** The automation that keeps one of these versions in the file, if there is one. */
export function automationOf(
  { path, after }: FileChange,
  versions: readonly (string | undefined)[],
): string | undefined {
  const lines = (after?.text ?? '').split('\n');
  const naming = lines.filter((line) =>
    versions.some((version) => version !== undefined && line.includes(version)),
  );
  return automations.find(({ writes }) => naming.some((line) => writes(path, line)))?.name;
}
