import { valueAt } from '../json-path.ts';
import type { KubernetesObject } from '../model.ts';
import type { Resource } from '../resources.ts';
import { badRequest } from '../status.ts';

export type FieldTest = (object: KubernetesObject) => boolean;

const always = ['metadata.name', 'metadata.namespace'];
const extra: Record<string, readonly string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  secrets: ['type'],
  replicasets: ['status.replicas'],
  jobs: ['status.successful'],
};

function isKnown(resource: Resource, field: string): boolean {
  return always.includes(field) || (extra[resource.plural] ?? []).includes(field);
}

function unknownField(resource: Resource, field: string): Error {
  if (extra[resource.plural] !== undefined) return badRequest(`field label not supported: ${field}`);
  return badRequest(`"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
}

function testOf(resource: Resource, term: string): FieldTest {
  const match = /^([^=!]+)(==|=|!=)(.*)$/s.exec(term);
  if (match === null) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, field = '', operator, rawWanted = ''] = match;
  if (!isKnown(resource, field)) throw unknownField(resource, field);
  const wanted = rawWanted.replaceAll(/\\([\\,=])/g, '$1');
  const path = field === 'source' ? ['source', 'component'] : field.split('.');
  return (object) => {
    const actual = valueAt(object, path);
    const text = actual === undefined || actual === null ? '' : String(actual);
    return (text === wanted) === (operator !== '!=');
  };
}

/** The test for a `fieldSelector` query parameter; a field this resource cannot be selected by is a 400. */
export function parseFieldSelector(resource: Resource, text: string): FieldTest {
  if (text === '') return () => true;
  const terms = text.split(/(?<!\\),/).filter((term) => term !== '');
  const tests = terms.map((term) => testOf(resource, term));
  return (object) => tests.every((test) => test(object));
}
