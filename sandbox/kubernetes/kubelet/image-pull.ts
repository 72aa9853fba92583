import type { Container } from '../model.ts';
import type { Program } from './image-registry.ts';
import type { Life } from './life.ts';

function wait(life: Life, container: string, reason: string, message: string): void {
  life.setContainer(container, (status) => ({ ...status, state: { waiting: { reason, message } } }));
}

/** The longest the kubelet waits between two pulls. */
const longestBackOffSeconds = 300;

/** Pulls the image, again and again while the registry does not have it, with containerd's and the kubelet's words. */
export async function pullImage(life: Life, container: Container): Promise<Program> {
  const { name, image } = container;
  // Pods differ a little, so that people see them become ready one by one.
  const pullMs = 80 + Number.parseInt(life.uid.slice(0, 2), 16);
  for (let backOffSeconds = 10; ; backOffSeconds = Math.min(backOffSeconds * 2, longestBackOffSeconds)) {
    life.noteContainer(name, { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` });
    await life.sleep(pullMs);
    const program = life.cluster.images.programOf(image);
    if (program !== undefined) {
      const message = `Successfully pulled image "${image}" in ${pullMs}ms (${pullMs}ms including waiting). Image size: 48211334 bytes.`;
      life.noteContainer(name, { type: 'Normal', reason: 'Pulled', message });
      return program;
    }
    await failPull(life, container, backOffSeconds);
  }
}

/** A restart finds the image on the node; one that has since left the registry still runs. */
export async function presentImage(life: Life, container: Container): Promise<Program> {
  const { name, image } = container;
  const message = `Container image "${image}" already present on machine`;
  life.noteContainer(name, { type: 'Normal', reason: 'Pulled', message });
  return life.cluster.images.programOf(image) ?? pullImage(life, container);
}

async function failPull(life: Life, { name, image }: Container, backOffSeconds: number): Promise<void> {
  const cause = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  wait(life, name, 'ErrImagePull', cause);
  const warn = (message: string) => life.noteContainer(name, { type: 'Warning', reason: 'Failed', message });
  warn(`Failed to pull image "${image}": ${cause}`);
  warn('Error: ErrImagePull');
  await life.sleep(400);
  wait(life, name, 'ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${cause}`);
  life.noteContainer(name, {
    type: 'Normal',
    reason: 'BackOff',
    message: `Back-off pulling image "${image}"`,
  });
  warn('Error: ImagePullBackOff');
  await life.sleep(backOffSeconds * 200);
}
