import { setImmediate as letOthersGo } from 'node:timers/promises';
import type { ContainerLog } from '../../domain/log/log.ts';
import { createLogCollector, type LogCollector } from '../../domain/log/tail.ts';
import { builtInRedaction, type Redaction } from '../../domain/redaction/redaction.ts';
import { PermanentError } from '../../errors.ts';
import type { LogRequest, LogSource } from '../../ports.ts';
import { createLimiter } from './concurrency.ts';
import type { Connection } from './connection.ts';
import { objectPath, pods } from './resource-kind.ts';
import { toTransportError } from './transport-error.ts';

export interface LogLimits {
  /** How many requests are under way at a time. */
  readonly fetches: number;
  /** How long one request may take. */
  readonly timeoutMs: number;
  /** How much of a log is kept, from its end. */
  readonly maxBytes: number;
}

export interface LogSourceDeps {
  readonly connection: Connection;
  /** By default what is built in: a log never leaves unread. */
  readonly redaction?: Redaction;
  readonly limits?: Partial<LogLimits>;
}

const usual: LogLimits = { fetches: 5, timeoutMs: 10_000, maxBytes: 262_144 };
/** Lines are seldom shorter, so the size decides and not their number. */
const shortLine = 32;
/** For a log that does not come to its end: what tells why something died is in its last lines. */
const fewLines = 30;
/** Memory stays small whatever is read; this bounds the traffic of lines that never end. */
const mostRead = 16 * 1024 * 1024;
/** The kubelet answers 200 with this text when the runtime has already removed the log file. */
const runtimeRefusal = /^unable to retrieve container logs for /;

interface Fetch {
  readonly isPrevious: boolean;
  readonly tailLines: number;
}

interface Fetched {
  readonly log: Extract<ContainerLog, { kind: 'log' }>;
  /** Whether it ended before the container's log did: the newest lines are missing. */
  readonly isBroken: boolean;
}

type Answer = Fetched | 'unscheduled';

/** Reads the ends of containers' logs, a few at a time. */
export function createLogSource({
  connection,
  redaction = builtInRedaction,
  limits,
}: LogSourceDeps): LogSource {
  const { fetches, timeoutMs, maxBytes } = { ...usual, ...limits };
  const limit = createLimiter(fetches);
  const manyLines = Math.max(fewLines, Math.ceil(maxBytes / shortLine));

  const fetchOnce = async (request: LogRequest, { isPrevious, tailLines }: Fetch): Promise<Answer> => {
    const { workload, pod, container } = request;
    const { status, body } = await connection.stream({
      path: `${objectPath(pods, workload.namespace, pod)}/log`,
      // Not `limitBytes`: it cuts the newest lines.
      query: { container, tailLines: String(tailLines), ...(isPrevious ? { previous: 'true' } : {}) },
      asked: 'get pods/log',
      timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
    });
    // Empty and no error: no node has the pod yet.
    if (status === 204) {
      await body.dump();
      return 'unscheduled';
    }
    const collector = createLogCollector({ redaction, maxBytes });
    const { isBroken, lines } = await collect(body, collector).catch((error: unknown) => {
      throw toTransportError(error, { cluster: workload.cluster });
    });
    return { log: await render(collector, { isPrevious, isBroken, isFull: lines >= tailLines }), isBroken };
  };

  const fetch = async (request: LogRequest, isPrevious: boolean): Promise<Answer> => {
    const whole = await fetchOnce(request, { isPrevious, tailLines: manyLines });
    if (whole === 'unscheduled' || !whole.isBroken) return whole;
    const end = await fetchOnce(request, { isPrevious, tailLines: fewLines }).catch(() => undefined);
    return hasText(end) ? end : whole;
  };

  /** Undefined where the other instance may have more to say. */
  const look = async (request: LogRequest, isPrevious: boolean): Promise<ContainerLog | undefined> => {
    try {
      const answer = await fetch(request, isPrevious);
      if (answer === 'unscheduled') return none(`Pod ${request.pod} has no node yet, so it has no log.`);
      return hasText(answer) ? answer.log : undefined;
    } catch (error) {
      // That there was no instance before is no news; why the present one has no log is.
      if (isPrevious && isAbsence(error)) return undefined;
      const because = explain(error, request);
      if (because === undefined) throw error;
      return none(redaction.redact(because).text);
    }
  };

  const read = async (request: LogRequest): Promise<ContainerLog> => {
    const isPreviousFirst = request.instance !== 'running';
    const first = await look(request, isPreviousFirst);
    return first ?? (await look(request, !isPreviousFirst)) ?? none('The container wrote no log.');
  };

  return { readLog: (request) => limit(() => read(request)) };
}

/** Reads on until the end, the byte limit or the timeout; what was read by then is kept. */
async function collect(
  body: AsyncIterable<Uint8Array>,
  collector: LogCollector,
): Promise<{ readonly isBroken: boolean; readonly lines: number }> {
  let length = 0;
  let lines = 0;
  try {
    for await (const chunk of body) {
      collector.push(chunk);
      length += chunk.length;
      lines += countLines(chunk);
      if (length > mostRead) return { isBroken: true, lines };
    }
  } catch (error) {
    if (length === 0) throw error;
    return { isBroken: true, lines };
  }
  return { isBroken: false, lines };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (const byte of bytes) if (byte === 0x0a) lines += 1;
  return lines;
}

interface Ending {
  readonly isPrevious: boolean;
  readonly isBroken: boolean;
  /** Whether as many lines came as were asked for. */
  readonly isFull: boolean;
}

/** A quarter of a megabyte takes long enough to hold up the watch: between pieces of it others go first. */
async function render(
  collector: LogCollector,
  { isPrevious, isBroken, isFull }: Ending,
): Promise<Fetched['log']> {
  const rendering = collector.finish({ isPrevious, isCut: isBroken, mayBeginEarlier: isFull });
  for (;;) {
    const turn = rendering.next();
    if (turn.done === true) return { kind: 'log', ...turn.value };
    await letOthersGo();
  }
}

function none(because: string): ContainerLog {
  return { kind: 'none', because };
}

/** 400 is how the API says that there is no such instance, or not yet. */
function isAbsence(error: unknown): boolean {
  return error instanceof PermanentError && error.code === 'kubernetes-bad-request';
}

function hasText(answer: Answer | undefined): answer is Fetched {
  if (answer === undefined || answer === 'unscheduled') return false;
  const [first] = answer.log.tail.lines;
  return first !== undefined && !runtimeRefusal.test(first);
}

/** Why there is no log, when a pod's life explains it. */
function explain(error: unknown, { pod, container }: LogRequest): string | undefined {
  if (!(error instanceof PermanentError)) return undefined;
  if (error.code === 'kubernetes-not-found') return `Pod ${pod} is gone, and its log with it.`;
  if (error.code !== 'kubernetes-bad-request') return undefined;
  const waiting = /is waiting to start: (.+)$/s.exec(error.message)?.[1];
  return waiting === undefined
    ? `There is no log of container ${container}: ${error.message}`
    : `Container ${container} has not started (${waiting}), so it has no log.`;
}
