import { isJsonObject, type JsonObject, type KubernetesObject } from '../model.ts';
import { badRequest } from '../status.ts';
import type { Authorizer } from './authorization.ts';

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isAllowed(attributes: JsonObject, authorizer: Authorizer): boolean {
  return authorizer.isAllowed({
    verb: text(attributes['verb']),
    group: text(attributes['group']),
    plural: text(attributes['resource']),
    subresource: text(attributes['subresource']),
    namespace: text(attributes['namespace']),
  });
}

/** The answer to SelfSubjectAccessReview ("may I?") and SelfSubjectReview ("who am I?"). */
export function reviewed(review: KubernetesObject, authorizer: Authorizer): JsonObject {
  const { apiVersion, kind } = review;
  const base: JsonObject = { kind, apiVersion, metadata: { creationTimestamp: null } };
  if (kind === 'SelfSubjectReview') {
    const userInfo = {
      username: authorizer.user,
      groups: ['system:serviceaccounts', 'system:authenticated'],
    };
    return { ...base, status: { userInfo } };
  }
  const spec = isJsonObject(review.spec) ? review.spec : {};
  const attributes = spec['resourceAttributes'];
  if (!isJsonObject(attributes)) {
    if (isJsonObject(spec['nonResourceAttributes'])) return { ...base, spec, status: { allowed: true } };
    throw badRequest('exactly one of nonResourceAttributes or resourceAttributes must be specified');
  }
  const allowed = isAllowed(attributes, authorizer);
  return { ...base, spec, status: allowed ? { allowed, reason: 'RBAC: allowed' } : { allowed } };
}
