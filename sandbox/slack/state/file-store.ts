import type { StoredFile } from './message.ts';

export interface PendingFile {
  id: string;
  name: string;
  expectedSize: number;
  content?: Buffer;
}

export interface FileStore {
  reserve(name: string, expectedSize: number): PendingFile;
  pending(id: string): PendingFile | undefined;
  /** Takes a file off the pending list and gives it its place in the workspace. */
  complete(file: PendingFile, title: string, origin: string): StoredFile;
}

export function createFileStore(): FileStore {
  const waiting = new Map<string, PendingFile>();
  let created = 0;

  return {
    reserve(name, expectedSize) {
      created += 1;
      const file = { id: `F${String(created).padStart(8, '0')}`, name, expectedSize };
      waiting.set(file.id, file);
      return file;
    },
    pending: (id) => waiting.get(id),
    complete(file, title, origin) {
      waiting.delete(file.id);
      const content = file.content ?? Buffer.alloc(0);
      return {
        id: file.id,
        name: file.name,
        title,
        size: content.byteLength,
        content: content.toString('utf8'),
        permalink: `${origin}/files/${file.id}`,
      };
    },
  };
}
