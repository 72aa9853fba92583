import type { Container, KubernetesObject, LabelSelector } from '../model.ts';
import { selectorText } from '../selectors/label.ts';
import { type Column, column } from './column.ts';
import { ageSince } from './duration.ts';

export const nameColumn: Column<KubernetesObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  priority: 0,
  cell: (object) => object.metadata.name,
};

export const ageColumn = column('Age', (object, now) => ageSince(object.metadata.creationTimestamp, now));

/** The columns of `-o wide` that say what runs in a workload. */
export function containerColumns<T extends KubernetesObject>(
  containersOf: (object: T) => Container[],
): Column<T>[] {
  return [
    column(
      'Containers',
      (object) =>
        containersOf(object)
          .map((each) => each.name)
          .join(','),
      1,
    ),
    column(
      'Images',
      (object) =>
        containersOf(object)
          .map((each) => each.image)
          .join(','),
      1,
    ),
  ];
}

interface Workload extends KubernetesObject {
  spec: { selector?: LabelSelector; template: { spec: { containers: Container[] } } };
}

export const templateColumns = containerColumns<Workload>(({ spec }) => spec.template.spec.containers);

export const workloadColumns: Column<Workload>[] = [
  ...templateColumns,
  column('Selector', ({ spec }) => selectorText(spec.selector ?? {}), 1),
];
