import { PermanentError } from '../../errors.ts';

/** 403: `rule` names what is missing, such as `patch deployments.apps in namespace payments`. */
export class ForbiddenError extends PermanentError {
  readonly rule: string;

  constructor(rule: string, message: string) {
    super('kubernetes-forbidden', message);
    this.rule = rule;
  }
}

// pkg: apiserver `responsewriters.forbiddenMessage` and `rbac` authorizer.
const refused = /cannot (\S+) resource "([^"]+)" in API group "([^"]*)"/;
const inNamespace = /in the namespace "([^"]+)"/;

/** Of no namespace: to speak of all of them would be odd. */
const clusterScoped: ReadonlySet<string> = new Set(['nodes']);

/** The missing rule in an API server's refusal; `otherwise` when it is worded in another way. */
export function missingRule(message: string, otherwise: string): string {
  const [, verb, resource, group] = refused.exec(message) ?? [];
  if (verb === undefined || resource === undefined) return otherwise;
  if (clusterScoped.has(resource)) return `${verb} ${resource}`;
  const namespace = inNamespace.exec(message)?.[1];
  const where = namespace === undefined ? 'in all namespaces' : `in namespace ${namespace}`;
  return `${verb} ${qualified(resource, group ?? '')} ${where}`;
}

function qualified(resource: string, group: string): string {
  if (group === '') return resource;
  const [name, subresource] = resource.split('/', 2);
  return subresource === undefined ? `${name}.${group}` : `${name}.${group}/${subresource}`;
}
