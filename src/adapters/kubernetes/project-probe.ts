import type { ContainerSnapshot, Probe, ProbePurpose, Probes } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, isObject, type JsonObject, listOf, textOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';

/** What is read of a container's spec for its probes; a port may be named. */
export const probeFields: Readonly<Record<string, JsonShape>> = {
  ports: { each: { members: { name: 'whole', containerPort: 'whole' } } },
  startupProbe: 'whole',
  readinessProbe: 'whole',
  livenessProbe: 'whole',
};

const maxCommandLength = 200;
/** The API's own defaults, which it writes into every probe; here for objects that were never admitted. */
const defaults = { periodSeconds: 10, failureThreshold: 3, initialDelaySeconds: 0 } as const;

/** What the kubelet asks a container that is not ready, and whether it counts as started. */
export function projectProbes(
  spec: JsonObject,
  status: JsonObject,
  intern: Intern,
): Pick<ContainerSnapshot, 'hasStarted' | 'probes'> {
  const startup = projectProbe('startup', spec, intern);
  const readiness = projectProbe('readiness', spec, intern);
  const liveness = projectProbe('liveness', spec, intern);
  const probes: Probes = {
    ...(startup === undefined ? {} : { startup }),
    ...(readiness === undefined ? {} : { readiness }),
    ...(liveness === undefined ? {} : { liveness }),
  };
  const { started } = status;
  return {
    ...(typeof started === 'boolean' ? { hasStarted: started } : {}),
    ...(Object.keys(probes).length === 0 ? {} : { probes }),
  };
}

function projectProbe(purpose: ProbePurpose, container: JsonObject, intern: Intern): Probe | undefined {
  const value = container[`${purpose}Probe`];
  if (!isObject(value)) return undefined;
  const action = actionOf(value, container);
  if (action === undefined) return undefined;
  const { kind, target, port } = action;
  return { purpose, kind, target: intern(target), port: intern(port), allowanceMs: allowanceMs(value) };
}

type Action = Pick<Probe, 'kind' | 'target' | 'port'>;

function actionOf({ httpGet, tcpSocket, grpc, exec }: JsonObject, container: JsonObject): Action | undefined {
  const at = (action: JsonObject) => portOf(action['port'], container);
  if (isObject(httpGet)) return { kind: 'http', target: textOf(httpGet['path']) || '/', port: at(httpGet) };
  if (isObject(tcpSocket)) return { kind: 'tcp', target: '', port: at(tcpSocket) };
  if (isObject(grpc)) return { kind: 'grpc', target: textOf(grpc['service']), port: at(grpc) };
  if (!isObject(exec)) return undefined;
  const command = listOf(exec['command']).map(textOf).join(' ');
  return { kind: 'exec', target: command.slice(0, maxCommandLength), port: '' };
}

/** A port may be named; people look for its number. */
function portOf(port: unknown, container: JsonObject): string {
  if (typeof port === 'number') return String(port);
  const named = listOf(container['ports'])
    .filter(isObject)
    .find(({ name }) => name === port && typeof port === 'string');
  const number = integerOf(named?.['containerPort']);
  return number > 0 ? String(number) : textOf(port);
}

function allowanceMs(probe: JsonObject): number {
  const setting = (name: keyof typeof defaults) => Math.max(0, integerOf(probe[name], defaults[name]));
  return (
    1_000 *
    (setting('initialDelaySeconds') + setting('periodSeconds') * Math.max(1, setting('failureThreshold')))
  );
}
