import { listMetadata, type Page } from '../api/list.ts';
import type { LineFormat } from '../api/watch.ts';
import type { KubernetesObject } from '../model.ts';
import type { Resource } from '../resources.ts';
import { badRequest } from '../status.ts';
import { columnsOf } from './columns.ts';

type Inclusion = 'None' | 'Metadata' | 'Object';

function inclusionOf(query: URLSearchParams): Inclusion {
  const asked = query.get('includeObject') ?? '';
  if (asked === '' || asked === 'Metadata') return 'Metadata';
  if (asked === 'None' || asked === 'Object') return asked;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(asked)}`);
}

function definitionsOf(resource: Resource) {
  return columnsOf(resource).map(({ name, type, format = '', priority }) => ({
    name,
    type,
    format,
    description: `${name} of the ${resource.kind}`,
    priority,
  }));
}

function included(object: KubernetesObject, inclusion: Inclusion) {
  if (inclusion === 'None') return {};
  if (inclusion === 'Object') return { object };
  return {
    object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
  };
}

function rowOf(resource: Resource, object: KubernetesObject, inclusion: Inclusion, now: Date) {
  return { cells: columnsOf(resource).map((each) => each.cell(object, now)), ...included(object, inclusion) };
}

const head = { kind: 'Table', apiVersion: 'meta.k8s.io/v1' };

/** A page as the Table that kubectl prints. */
export function tableOf(resource: Resource, page: Page, query: URLSearchParams, now: Date) {
  const inclusion = inclusionOf(query);
  const rows = page.items.map((stored) => rowOf(resource, stored.object, inclusion, now));
  return {
    ...head,
    metadata: JSON.parse(listMetadata(page)),
    columnDefinitions: definitionsOf(resource),
    rows,
  };
}

/** Watch events as one-row tables; only the first of a stream names the columns. */
export function tableLine(resource: Resource, query: URLSearchParams, now: () => Date): LineFormat {
  const inclusion = inclusionOf(query);
  let isFirst = true;
  return (type, stored) => {
    const columnDefinitions = isFirst ? definitionsOf(resource) : null;
    isFirst = false;
    const rows = [rowOf(resource, stored.object, inclusion, now())];
    const metadata = { resourceVersion: stored.object.metadata.resourceVersion };
    return `${JSON.stringify({ type, object: { ...head, metadata, columnDefinitions, rows } })}\n`;
  };
}
