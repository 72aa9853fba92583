import { onTestFinished } from 'vitest';
import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { KubernetesObject } from '../../../sandbox/kubernetes/model.ts';

export interface WatchLine {
  type: string;
  object: KubernetesObject & { code?: number; reason?: string; message?: string };
}

export interface OpenWatch {
  status: number;
  /** The next line; undefined when the stream has ended. */
  next(): Promise<WatchLine | undefined>;
  /** The next line as it came. */
  nextText(): Promise<string | undefined>;
  /** Lines up to and including the first that passes the test. */
  until(test: (line: WatchLine) => boolean): Promise<WatchLine[]>;
  close(): void;
}

/** A watch on a path, read line by line, closed with the test. */
export async function openWatch(
  standIn: KubernetesStandIn,
  path: string,
  init: RequestInit = {},
): Promise<OpenWatch> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${standIn.url}${path}`, { ...init, signal: abort.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const lines: string[] = [];
  let rest = '';

  async function nextText(): Promise<string | undefined> {
    while (lines.length === 0) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return undefined;
      const parts = (rest + chunk.value).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    }
    return lines.shift();
  }

  async function next(): Promise<WatchLine | undefined> {
    const text = await nextText();
    return text === undefined ? undefined : JSON.parse(text);
  }

  return {
    status: response.status,
    next,
    nextText,
    async until(test) {
      const seen: WatchLine[] = [];
      for (;;) {
        const line = await next();
        if (line === undefined) return seen;
        seen.push(line);
        if (test(line)) return seen;
      }
    },
    close: () => abort.abort(),
  };
}
