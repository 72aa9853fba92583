import type { World } from '../state/world.ts';
import type { Answer } from './answer-call.ts';

/** Takes the bytes of a reserved file, sent raw or as a form. */
export async function acceptUpload(
  fileId: string,
  contentType: string,
  body: Buffer,
  world: World,
): Promise<Answer> {
  const file = world.files.pending(fileId);
  if (!file) return { status: 404, headers: {}, body: { ok: false, error: 'file_not_found' } };

  const content = await readContent(contentType, body);
  if (content.byteLength !== file.expectedSize) {
    return { status: 400, headers: {}, body: { ok: false, error: 'file_size_mismatch' } };
  }
  file.content = content;
  return { status: 200, headers: {}, body: { ok: true, received: content.byteLength } };
}

async function readContent(contentType: string, body: Buffer): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body;

  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const [, part] of form) {
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  }
  return Buffer.alloc(0);
}
