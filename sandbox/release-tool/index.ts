import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Order, readOrder } from './order.ts';
import { whyNotSigned } from './verify.ts';

export type { Order } from './order.ts';

/** What becomes of the next request instead of what should. */
export type ToolFault =
  /** The connection breaks before anything is done. */
  | { readonly kind: 'drop' }
  /** It is done as it should, and no answer ever comes. */
  | { readonly kind: 'lose-answer' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface ReleaseToolOptions {
  readonly secret: string;
  /** Carries out what was ordered; until it resolves the release is running. */
  readonly release: (order: Order) => Promise<void>;
  /** Why it will not, in its own words. */
  readonly refuses?: (order: Order) => string | undefined;
  /** What has come since, by the tool's own word. */
  readonly newerThan?: (order: Order) => string | undefined;
  /** Where people watch it; sent along with every answer. */
  readonly link?: string;
}

export interface ReleaseToolStandIn {
  readonly url: string;
  /** What was accepted, each key once. */
  readonly orders: readonly Order[];
  /** How each request was answered; 0 for not at all. */
  readonly statuses: readonly number[];
  /** For the next requests, in this order. */
  fail(...faults: readonly ToolFault[]): void;
  close(): Promise<void>;
}

interface Work {
  readonly body: string;
  state: 'running' | 'done';
}

interface Reply {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A team's own release tool: takes nothing that is not signed, and acts once for a key. */
export async function startReleaseTool(options: ReleaseToolOptions): Promise<ReleaseToolStandIn> {
  const { secret, release, refuses, newerThan, link } = options;
  const orders: Order[] = [];
  const statuses: number[] = [];
  const faults: ToolFault[] = [];
  const works = new Map<string, Work>();

  function reply(request: IncomingMessage, body: string): Reply {
    const signed = {
      timestamp: header(request, 'x-shipmate-timestamp'),
      signature: header(request, 'x-shipmate-signature'),
      body,
    };
    const why = whyNotSigned(signed, { secret, now: Date.now() });
    if (why !== undefined) return { status: 401, body: { message: why } };
    const order = readOrder(body);
    if (order === undefined || header(request, 'idempotency-key') !== order.key) {
      return { status: 422, body: { message: 'this is no order' } };
    }
    return take(order, body);
  }

  function take(order: Order, body: string): Reply {
    const before = works.get(order.key);
    if (before !== undefined && before.body !== body) {
      return { status: 422, body: { message: 'the key was used for another order' } };
    }
    if (before !== undefined) return told(200, before.state);
    const newer = newerThan?.(order);
    if (newer !== undefined) return { status: 409, body: { newer } };
    const refusal = refuses?.(order);
    if (refusal !== undefined) return { status: 200, body: { status: 'refused', message: refusal } };
    begin(order, body);
    return told(202, 'accepted');
  }

  function begin(order: Order, body: string): void {
    const work: Work = { body, state: 'running' };
    works.set(order.key, work);
    orders.push(order);
    release(order).then(
      () => {
        work.state = 'done';
      },
      () => undefined,
    );
  }

  function told(status: number, state: string): Reply {
    return { status, body: { status: state, ...(link === undefined ? {} : { url: link }) } };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const fault = faults.shift();
    if (fault?.kind === 'drop') {
      statuses.push(0);
      response.destroy();
      return;
    }
    if (fault?.kind === 'answer') return send(response, fault);
    const answer = reply(request, Buffer.concat(chunks).toString());
    if (fault?.kind === 'lose-answer') statuses.push(0);
    else send(response, answer);
  });

  function send(
    response: ServerResponse,
    { status, body = '', headers = {} }: Omit<Reply, 'body'> & { body?: Reply['body'] },
  ): void {
    statuses.push(status);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/rollbacks`,
    orders,
    statuses,
    fail: (...next) => void faults.push(...next),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
