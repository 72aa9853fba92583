import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { podJson, resourceVersion } from './pod.ts';

/** What the bench asks of the server's process. */
export type ServerRequest =
  | { readonly kind: 'make-pods'; readonly pods: number; readonly isPaged: boolean }
  | { readonly kind: 'burst'; readonly events: number };

export type ServerAnswer = { readonly kind: 'ready'; readonly url: string };

interface StoredPod {
  readonly line: Buffer;
  readonly versionAt: number;
  readonly restartsAt: number;
}

const before = '{"type":"ADDED","object":';
const after = '}\n';
const newEvent = '{"type":"MODIFIED","object":';
/** Written in one piece: an API server flushes each event, and the kernel joins them when it is behind. */
const eventsPerWrite = 24;

/**
 * The least of an API server, in a process of its own so that its work is nobody else's: pods serialised
 * beforehand, lists, streamed lists and one burst of MODIFIED events. All other kinds are empty.
 */
function serve(): void {
  let pods: readonly StoredPod[] = [];
  let isPaged = false;
  let count = 0;
  const watches = new Set<ServerResponse>();
  const opened = new EventEmitter();

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    const known = url.pathname.endsWith('/pods') ? pods : [];
    const isStreamed = url.searchParams.get('sendInitialEvents') === 'true';
    if (url.searchParams.get('watch') !== 'true') return await sendList(response, known, url.searchParams);
    if (isStreamed && isPaged) {
      response.writeHead(422, { 'content-type': 'application/json' });
      return response.end(
        '{"kind":"Status","code":422,"message":"sendInitialEvents is forbidden for watch"}',
      );
    }
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    if (isStreamed) await sendInitialEvents(response, known);
    if (known.length > 0) {
      watches.add(response);
      opened.emit('watch');
    }
    response.on('close', () => watches.delete(response));
  });

  const burst = async (events: number) => {
    // Whoever lists first is synced before its watch is open.
    if (watches.size === 0) await once(opened, 'watch');
    const [response] = watches;
    if (response === undefined || watches.size > 1)
      throw new Error(`${watches.size} watches of pods are open`);
    const next = () => {
      const pod = pods[count % pods.length];
      if (pod === undefined) throw new Error('there are no pods');
      count += 1;
      return modified(pod, count, Math.ceil(count / pods.length) % 10);
    };
    await writeLines(response, events, next);
  };

  process.on('message', (message: ServerRequest) => {
    if (message.kind === 'burst') return void burst(message.events);
    count = 0;
    isPaged = message.isPaged;
    if (pods.length !== message.pods) pods = Array.from({ length: message.pods }, (_, index) => store(index));
    const { port } = server.address() as AddressInfo;
    process.send?.({ kind: 'ready', url: `http://127.0.0.1:${port}` } satisfies ServerAnswer);
  });
  process.on('disconnect', () => process.exit());
  server.listen(0, '127.0.0.1');
}

function store(index: number): StoredPod {
  const line = Buffer.from(`${before}${podJson(index)}${after}`);
  const afterKey = (key: string) => line.indexOf(key) + key.length;
  return {
    line,
    versionAt: afterKey('"resourceVersion":"'),
    restartsAt: afterKey('"restartCount":'),
  };
}

/** The pod with another resourceVersion and another count of restarts. */
function modified({ line, versionAt, restartsAt }: StoredPod, version: number, restarts: number): Buffer {
  const shift = newEvent.length - before.length;
  const event = Buffer.allocUnsafe(line.length + shift);
  event.write(newEvent, 0, 'latin1');
  line.copy(event, newEvent.length, before.length);
  event.write(resourceVersion(version), versionAt + shift, 'latin1');
  event.write(String(restarts), restartsAt + shift, 'latin1');
  return event;
}

async function sendList(response: ServerResponse, pods: readonly StoredPod[], query: URLSearchParams) {
  const from = Number(query.get('continue') ?? 0);
  const to = Math.min(pods.length, from + Number(query.get('limit') ?? pods.length));
  const rest = to < pods.length ? `,"continue":"${to}","remainingItemCount":${pods.length - to}` : '';
  const metadata = `{"resourceVersion":"${resourceVersion(0)}"${rest}}`;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(`{"kind":"PodList","apiVersion":"v1","metadata":${metadata},"items":[`);
  let at = from;
  await writeLines(response, to - from, () => {
    const line = pods[at]?.line ?? Buffer.alloc(0);
    at += 1;
    // The comma takes the place of the brace that ends an event.
    const item = Buffer.from(line.subarray(before.length, line.length - (at === to ? 2 : 1)));
    if (at < to) item[item.length - 1] = 0x2c;
    return item;
  });
  response.end(']}');
}

async function sendInitialEvents(response: ServerResponse, pods: readonly StoredPod[]): Promise<void> {
  let at = 0;
  await writeLines(response, pods.length, () => {
    const line = pods[at]?.line ?? Buffer.alloc(0);
    at += 1;
    return line;
  });
  const annotations = '{"k8s.io/initial-events-end":"true"}';
  const metadata = `{"resourceVersion":"${resourceVersion(0)}","annotations":${annotations}}`;
  response.write(`{"type":"BOOKMARK","object":{"kind":"Pod","metadata":${metadata}}}\n`);
}

/** One HTTP chunk a line, as an API server flushes them, and no faster than they are read. */
async function writeLines(response: ServerResponse, lines: number, next: () => Buffer): Promise<void> {
  for (let sent = 0; sent < lines && !response.destroyed; sent += eventsPerWrite) {
    response.socket?.cork();
    let isFull = false;
    for (let at = sent; at < Math.min(lines, sent + eventsPerWrite); at += 1) {
      isFull = !response.write(next());
    }
    response.socket?.uncork();
    if (isFull) await untilDrained(response);
  }
}

/** Resolves too when the reader has gone. */
function untilDrained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

serve();
