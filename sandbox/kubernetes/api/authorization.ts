import { qualifiedName, type Resource } from '../resources.ts';
import { ApiError } from '../status.ts';

export type Permissions = (
  verb: string,
  group: string,
  resource: string,
  subresource: string,
  namespace: string,
) => boolean;

export interface Attributes {
  verb: string;
  resource: Resource;
  subresource: string;
  namespace: string;
  name: string;
}

export interface Authorizer {
  user: string;
  isAllowed(attributes: Omit<Attributes, 'resource' | 'name'> & { group: string; plural: string }): boolean;
  check(attributes: Attributes): void;
}

const readVerbs = new Set(['get', 'list', 'watch']);

export function createAuthorizer(options: {
  user: string;
  readOnly: boolean;
  permissions: Permissions | undefined;
}): Authorizer {
  const isAllowed: Authorizer['isAllowed'] = ({ verb, group, plural, subresource, namespace }) => {
    // Every authenticated user may ask about themselves (ClusterRole system:basic-user).
    if (plural === 'selfsubjectaccessreviews' || plural === 'selfsubjectreviews') return true;
    if (options.readOnly && !readVerbs.has(verb)) return false;
    return options.permissions?.(verb, group, plural, subresource, namespace) ?? true;
  };
  return {
    user: options.user,
    isAllowed,
    check({ verb, resource, subresource, namespace, name }) {
      const { group, plural } = resource;
      if (isAllowed({ verb, group, plural, subresource, namespace })) return;
      throw forbidden(options.user, { verb, resource, subresource, namespace, name });
    },
  };
}

function forbidden(user: string, attributes: Attributes): ApiError {
  const { verb, resource, subresource, namespace, name } = attributes;
  const what = subresource === '' ? resource.plural : `${resource.plural}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const subject = name === '' ? qualifiedName(resource) : `${qualifiedName(resource)} "${name}"`;
  const message = `${subject} is forbidden: User "${user}" cannot ${verb} resource "${what}" in API group "${resource.group}" ${where}`;
  return new ApiError(403, 'Forbidden', message, {
    ...(name === '' ? {} : { name }),
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind: resource.plural,
  });
}
