import type { LogResult, LogTail } from '../../domain/log/log.ts';
import { createTail, type TailCollector } from '../../domain/log/tail.ts';
import { builtInRedaction, type Redaction } from '../../domain/redaction/redaction.ts';
import { PermanentError } from '../../errors.ts';
import type { LogSource } from '../../ports.ts';
import { createLimiter } from './concurrency.ts';
import type { Connection } from './connection.ts';
import { objectPath, pods } from './resource-kind.ts';

export interface LogSourceDeps {
  readonly connection: Connection;
  /** By default what is built in: a log never leaves unread. */
  readonly redaction?: Redaction;
  readonly timing?: { readonly timeoutMs: number };
}

type LogRequest = Parameters<LogSource['readLog']>[0];

const maxInFlight = 5;
const tailLines = 30;
const defaultTimeoutMs = 10_000;
/** Memory stays small whatever is read; this bounds the traffic of lines that never end. */
const maxBytes = 16 * 1024 * 1024;
/** The kubelet answers 200 with this text when the runtime has already removed the log file. */
const runtimeRefusal = /^unable to retrieve container logs for /;

/** Reads the ends of containers' logs, at most five at a time. */
export function createLogSource({
  connection,
  redaction = builtInRedaction,
  timing,
}: LogSourceDeps): LogSource {
  const limit = createLimiter(maxInFlight);
  const timeoutMs = timing?.timeoutMs ?? defaultTimeoutMs;

  const fetchTail = async (request: LogRequest, isPrevious: boolean): Promise<LogTail | 'unscheduled'> => {
    const { workload, pod, container } = request;
    const timeout = AbortSignal.timeout(timeoutMs);
    const { status, body } = await connection.stream({
      path: `${objectPath(pods, workload.namespace, pod)}/log`,
      // Not `limitBytes`: it cuts the newest lines.
      query: { container, tailLines: String(tailLines), ...(isPrevious ? { previous: 'true' } : {}) },
      asked: 'get pods/log',
      timeoutMs,
      signal: timeout,
    });
    // Empty and no error: no node has the pod yet.
    if (status === 204) {
      await body.dump();
      return 'unscheduled';
    }
    return await collect(body, createTail(redaction), isPrevious);
  };

  const read = async (request: LogRequest): Promise<LogResult> => {
    try {
      const previous = await fetchTail(request, true).catch(unlessAbsent);
      const tail = hasText(previous) ? previous : await fetchTail(request, false);
      if (tail === 'unscheduled') {
        return { kind: 'none', because: `Pod ${request.pod} has no node yet, so it has no log.` };
      }
      return hasText(tail) ? { kind: 'log', tail } : { kind: 'none', because: 'The container wrote no log.' };
    } catch (error) {
      const because = explain(error, request);
      if (because === undefined) throw error;
      return { kind: 'none', because: redaction.redact(because).text };
    }
  };

  return { readLog: (request) => limit(() => read(request)) };
}

/** Reads on until the end, the byte limit or the timeout; what was read by then is kept. */
async function collect(
  body: AsyncIterable<Uint8Array>,
  tail: TailCollector,
  isPrevious: boolean,
): Promise<LogTail> {
  let length = 0;
  let isCut = false;
  try {
    for await (const chunk of body) {
      tail.push(chunk);
      length += chunk.length;
      if (length > maxBytes) {
        isCut = true;
        break;
      }
    }
  } catch (error) {
    if (length === 0) throw error;
    isCut = true;
  }
  return tail.finish({ isPrevious, isCut });
}

/** 400 is how the API says that there is no previous instance; the current one is asked for then. */
function unlessAbsent(error: unknown): undefined {
  if (error instanceof PermanentError && error.code === 'kubernetes-bad-request') return undefined;
  throw error;
}

function hasText(tail: LogTail | 'unscheduled' | undefined): tail is LogTail {
  if (tail === undefined || tail === 'unscheduled') return false;
  const [first] = tail.lines;
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
