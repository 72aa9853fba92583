import type { Cluster } from '../cluster.ts';
import type { ContainerLog, LogLine } from '../kubelet/log-book.ts';
import type { ContainerStatus, Pod } from '../model.ts';
import { pods } from '../resources.ts';
import { badRequest, type Cause, invalid } from '../status.ts';
import type { Exchange } from './exchange.ts';
import type { Target } from './target.ts';

interface LogOptions {
  container: string;
  isPrevious: boolean;
  isFollowed: boolean;
  hasTimestamps: boolean;
  tailLines: number | undefined;
  limitBytes: number | undefined;
  since: Date | undefined;
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

function numberOf(query: URLSearchParams, field: string): number | undefined {
  const text = query.get(field);
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

function tooSmall(field: string, value: number, lowest: number): Cause {
  return {
    reason: 'FieldValueInvalid',
    field,
    message: `Invalid value: ${value}: must be greater than or equal to ${lowest}`,
  };
}

function parseOptions(query: URLSearchParams, pod: string, now: Date): LogOptions {
  const tailLines = numberOf(query, 'tailLines');
  const limitBytes = numberOf(query, 'limitBytes');
  const sinceSeconds = numberOf(query, 'sinceSeconds');
  const sinceTime = query.get('sinceTime');
  const causes: Cause[] = [];
  if (tailLines !== undefined && tailLines < 0) causes.push(tooSmall('tailLines', tailLines, 0));
  if (limitBytes !== undefined && limitBytes < 1) causes.push(tooSmall('limitBytes', limitBytes, 1));
  if (sinceSeconds !== undefined && sinceSeconds < 1) causes.push(tooSmall('sinceSeconds', sinceSeconds, 1));
  if (sinceSeconds !== undefined && sinceTime !== null)
    causes.push({
      reason: 'FieldValueForbidden',
      field: '',
      message: 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
    });
  if (causes.length > 0) throw invalid('PodLogOptions', '', pod, causes);
  const sinceMs = sinceSeconds === undefined ? undefined : now.getTime() - sinceSeconds * 1000;
  const at = sinceTime === null ? sinceMs : Date.parse(sinceTime);
  return {
    container: query.get('container') ?? '',
    isPrevious: isTrue(query.get('previous')),
    isFollowed: isTrue(query.get('follow')),
    hasTimestamps: isTrue(query.get('timestamps')),
    tailLines,
    limitBytes,
    since: at === undefined ? undefined : new Date(at),
  };
}

function containerIn(pod: Pod, asked: string): string {
  const { containers, initContainers = [] } = pod.spec;
  const { name } = pod.metadata;
  if (asked !== '') {
    if ([...containers, ...initContainers].some((each) => each.name === asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (only !== undefined && containers.length === 1 && initContainers.length === 0) return only.name;
  const names = containers.map((each) => each.name).join(' ');
  const initNames = initContainers.map((each) => each.name).join(' ');
  const init = initNames === '' ? '' : ` or one of the init containers: [${initNames}]`;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names}]${init}`);
}

function statusIn(pod: Pod, container: string): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  return [...containerStatuses, ...initContainerStatuses].find((each) => each.name === container);
}

/** Which instance's log is meant: validateContainerLogStatus in kubelet_pods.go. */
function logFor(cluster: Cluster, pod: Pod, container: string, isPrevious: boolean): ContainerLog {
  const { name, uid = '' } = pod.metadata;
  const status = statusIn(pod, container);
  const waiting = status?.state.waiting;
  const hasEnded = status?.lastState.terminated !== undefined;
  if (isPrevious && !hasEnded)
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  if (status === undefined || (waiting !== undefined && !hasEnded && !isPrevious)) {
    const reason = waiting?.reason ?? 'ContainerCreating';
    throw badRequest(
      `container "${container}" in pod "${name}" is waiting to start: ${waitingWords(reason)}`,
    );
  }
  // While it waits between two runs, the newest log on the node is the one of the run that ended.
  const age = isPrevious && waiting === undefined && status.state.terminated === undefined ? 1 : 0;
  const isRestarted = isPrevious && status.state.terminated !== undefined && status.restartCount > 0;
  const log = cluster.logs.read(uid, container, isRestarted ? 1 : age);
  if (log === undefined)
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  return log;
}

/** The two image reasons have words of their own in kubelet_pods.go. */
function waitingWords(reason: string): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  if (reason === 'ImagePullBackOff') return 'trying and failing to pull image';
  return reason;
}

function lineBytes(line: LogLine, hasTimestamps: boolean): Buffer {
  const prefix = hasTimestamps ? [Buffer.from(`${line.at.toISOString().replace('Z', '000000Z')} `)] : [];
  return Buffer.concat([...prefix, line.bytes, Buffer.from('\n')]);
}

function chosenLines(log: ContainerLog, options: LogOptions): LogLine[] {
  const { since, tailLines } = options;
  const recent = since === undefined ? log.lines : log.lines.filter((line) => line.at >= since);
  return tailLines === undefined ? recent : recent.slice(Math.max(0, recent.length - tailLines));
}

/** Serves pods/log. `limitBytes` cuts the end, so the newest lines are the ones lost. */
export function onLog(cluster: Cluster, exchange: Exchange, where: Target): void {
  const pod = cluster.objects.read<Pod>(pods, where.namespace, where.name ?? '');
  const options = parseOptions(exchange.query, pod.metadata.name, cluster.now());
  const container = containerIn(pod, options.container);
  const { response } = exchange;
  if (pod.spec.nodeName === undefined) return void response.writeHead(204).end();
  const log = logFor(cluster, pod, container, options.isPrevious);
  const lines = chosenLines(log, options);
  const body = Buffer.concat(lines.map((line) => lineBytes(line, options.hasTimestamps)));
  const kept = options.limitBytes === undefined ? body : body.subarray(0, options.limitBytes);
  response.writeHead(200, { 'content-type': 'text/plain' });
  if (!options.isFollowed || log.isOver) return void response.end(kept);
  response.write(kept);
  follow(cluster, exchange, log, options.hasTimestamps);
}

function follow(cluster: Cluster, { response }: Exchange, log: ContainerLog, hasTimestamps: boolean): void {
  let sent = log.lines.length;
  const stop = cluster.timers.every(100, () => {
    for (const line of log.lines.slice(sent)) response.write(lineBytes(line, hasTimestamps));
    sent = log.lines.length;
    if (log.isOver) response.end();
  });
  response.once('close', stop);
}
