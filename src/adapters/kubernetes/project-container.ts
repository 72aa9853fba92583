import type { ContainerSnapshot, ContainerState, Termination } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { integerOf, isObject, type JsonObject, listOf, objectOf, textOf, timeOf } from './json-field.ts';
import type { JsonShape } from './json-shape.ts';

const maxMessageLength = 4_096;

/** What is read of each container of a pod's spec. */
export const containerSpecFields: JsonShape = {
  each: {
    members: {
      name: 'whole',
      image: 'whole',
      resources: { members: { limits: { members: { memory: 'whole' } } } },
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
  each: {
    members: {
      name: 'whole',
      image: 'whole',
      ready: 'whole',
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
  readonly role: ContainerSnapshot['role'];
  readonly specs: unknown;
  readonly statuses: unknown;
}

function projectRole({ role, specs, statuses }: RoleSource, intern: Intern): ContainerSnapshot[] {
  const limits = new Map<string, string>();
  const images = new Map<string, string>();
  for (const spec of listOf(specs).filter(isObject)) {
    const name = textOf(spec['name']);
    images.set(name, textOf(spec['image']));
    const memory = objectOf(objectOf(spec['resources'])['limits'])['memory'];
    if (typeof memory === 'string') limits.set(name, memory);
  }

  return listOf(statuses)
    .filter(isObject)
    .map((status) => {
      const name = textOf(status['name']);
      const lastTermination = projectTermination(objectOf(status['lastState'])['terminated'], intern);
      const memoryLimit = limits.get(name);
      return {
        name: intern(name),
        role,
        // The status may name the image as the runtime knows it; people know what they wrote.
        image: intern(images.get(name) ?? textOf(status['image'])),
        isReady: status['ready'] === true,
        restarts: integerOf(status['restartCount']),
        state: projectState(objectOf(status['state']), intern),
        ...(lastTermination === undefined ? {} : { lastTermination }),
        ...(memoryLimit === undefined ? {} : { memoryLimit: intern(memoryLimit) }),
      };
    });
}

function projectState(state: JsonObject, intern: Intern): ContainerState {
  const { waiting, running, terminated } = state;
  if (isObject(waiting)) {
    return {
      kind: 'waiting',
      reason: intern(textOf(waiting['reason'])),
      message: textOf(waiting['message']).slice(0, maxMessageLength),
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
    message: textOf(value['message']).slice(0, maxMessageLength),
    exitCode: integerOf(value['exitCode']),
    signal: integerOf(value['signal']),
    startedAt: timeOf(value['startedAt']),
    finishedAt: timeOf(value['finishedAt']),
  };
}
