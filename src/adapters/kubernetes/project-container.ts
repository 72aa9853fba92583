import type { ContainerSnapshot, ContainerState, Termination } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, isObject, type JsonObject, listOf, objectOf, textOf, timeOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';
import { probeFields, projectProbes } from './project-probe.ts';
import { cutMessage } from './project-template.ts';

/**
 * More containers than this no pod has that anybody meant to run, and one that has them must not hold up a watch: the
 * first ones tell as much. Who shows a file is told of all.
 */
const mostContainers = 250;

/** What is read of each container of a pod's spec. */
export const containerSpecFields: JsonShape = {
  most: mostContainers,
  each: {
    members: {
      name: 'whole',
      image: 'whole',
      restartPolicy: 'whole',
      resources: {
        members: {
          limits: { members: { memory: 'whole' } },
          requests: { members: { cpu: 'whole', memory: 'whole' } },
        },
      },
      ...probeFields,
    },
  },
};

const terminationFields: JsonShape = {
  members: {
    reason: 'whole',
    message: 'whole',
    exitCode: 'whole',
    signal: 'whole',
    startedAt: 'whole',
    finishedAt: 'whole',
  },
};

/** What is read of each container of a pod's status. */
export const containerStatusFields: JsonShape = {
  most: mostContainers,
  each: {
    members: {
      name: 'whole',
      image: 'whole',
      ready: 'whole',
      started: 'whole',
      restartCount: 'whole',
      state: {
        members: {
          waiting: { members: { reason: 'whole', message: 'whole' } },
          running: { members: { startedAt: 'whole' } },
          terminated: terminationFields,
        },
      },
      lastState: { members: { terminated: terminationFields } },
    },
  },
};

/** Init containers first, as they run. A container that the kubelet has not spoken of yet is left out. */
export function projectContainers(
  spec: JsonObject,
  status: JsonObject,
  intern: Intern,
): readonly ContainerSnapshot[] {
  return [
    ...projectRole(
      { role: 'init', specs: spec['initContainers'], statuses: status['initContainerStatuses'] },
      intern,
    ),
    ...projectRole({ role: 'app', specs: spec['containers'], statuses: status['containerStatuses'] }, intern),
  ];
}

interface RoleSource {
  readonly role: 'init' | 'app';
  readonly specs: unknown;
  readonly statuses: unknown;
}

function projectRole({ role, specs, statuses }: RoleSource, intern: Intern): ContainerSnapshot[] {
  const byName = new Map<string, JsonObject>();
  for (const spec of listOf(specs).filter(isObject)) byName.set(textOf(spec['name']), spec);

  return listOf(statuses)
    .filter(isObject)
    .map((status) => {
      const name = textOf(status['name']);
      const lastTermination = projectTermination(objectOf(status['lastState'])['terminated'], intern);
      const spec = byName.get(name);
      const memoryLimit = objectOf(objectOf(spec?.['resources'])['limits'])['memory'];
      const isReady = status['ready'] === true;
      return {
        name: intern(name),
        role: role === 'init' && spec?.['restartPolicy'] === 'Always' ? 'sidecar' : role,
        // The status may name the image as the runtime knows it; people know what they wrote.
        image: intern(textOf(spec === undefined ? status['image'] : spec['image'])),
        isReady,
        restarts: integerOf(status['restartCount']),
        state: projectState(objectOf(status['state']), intern),
        ...(lastTermination === undefined ? {} : { lastTermination }),
        ...(typeof memoryLimit === 'string' ? { memoryLimit: intern(memoryLimit) } : {}),
        ...(isReady || spec === undefined ? {} : projectProbes(spec, status, intern)),
      };
    });
}

function projectState(state: JsonObject, intern: Intern): ContainerState {
  const { waiting, running, terminated } = state;
  if (isObject(waiting)) {
    return {
      kind: 'waiting',
      reason: intern(textOf(waiting['reason'])),
      message: cutMessage(waiting['message']),
    };
  }
  if (isObject(running)) return { kind: 'running', startedAt: timeOf(running['startedAt']) };
  return projectTermination(terminated, intern) ?? { kind: 'unknown' };
}

function projectTermination(value: unknown, intern: Intern): Termination | undefined {
  if (!isObject(value)) return undefined;
  return {
    kind: 'terminated',
    reason: intern(textOf(value['reason'])),
    message: cutMessage(value['message']),
    exitCode: integerOf(value['exitCode']),
    signal: integerOf(value['signal']),
    startedAt: timeOf(value['startedAt']),
    finishedAt: timeOf(value['finishedAt']),
  };
}
