import type { ObjectMeta, Strings } from '../model.ts';
import type { Resource } from '../resources.ts';
import { cause, type Findings, required } from './findings.ts';

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const qualified = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

export const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const keyRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && dnsLabel.test(name);
}

function nameFindings(resource: Resource, name: string | undefined): Findings {
  if (name === undefined || name === '')
    return [required('metadata.name', 'name or generateName is required')];
  const isLabel = resource.plural === 'namespaces' || resource.plural === 'services';
  const findings: Findings = [];
  const longest = isLabel ? 63 : 253;
  if (name.length > longest)
    findings.push(cause('metadata.name', name, `must be no more than ${longest} characters`));
  if (!(isLabel ? dnsLabel : dnsSubdomain).test(name))
    findings.push(cause('metadata.name', name, isLabel ? labelRule : subdomainRule));
  return findings;
}

export function labelFindings(labels: Strings | undefined, path: string): Findings {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => {
    const findings = keyFindings(key, path);
    if (typeof value !== 'string' || !labelValue.test(value)) findings.push(cause(path, value, valueRule));
    else if (value.length > 63) findings.push(cause(path, value, 'must be no more than 63 bytes'));
    return findings;
  });
}

function keyFindings(key: string, path: string): Findings {
  const [prefix, name] = key.includes('/') ? key.split('/', 2) : [undefined, key];
  const findings: Findings = [];
  if (prefix !== undefined && !dnsSubdomain.test(prefix))
    findings.push(cause(path, key, `prefix part ${subdomainRule}`));
  if (!qualified.test(name ?? '')) findings.push(cause(path, key, keyRule));
  return findings;
}

function annotationFindings(annotations: Strings | undefined): Findings {
  const entries = Object.entries(annotations ?? {});
  const bytes = entries.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  const findings = entries.flatMap(([key]) => keyFindings(key.toLowerCase(), 'metadata.annotations'));
  if (bytes > 256 * 1024)
    findings.push({
      reason: 'FieldValueTooLong',
      field: 'metadata.annotations',
      message: 'Too long: may not be more than 262144 bytes',
    });
  return findings;
}

export function metadataFindings(resource: Resource, metadata: ObjectMeta): Findings {
  return [
    ...nameFindings(resource, metadata.name),
    ...labelFindings(metadata.labels, 'metadata.labels'),
    ...annotationFindings(metadata.annotations),
  ];
}
