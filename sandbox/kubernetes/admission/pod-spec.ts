import { cause, duplicate, type Findings, required, unsupported } from './findings.ts';
import { isDnsLabel, labelRule } from './metadata.ts';
import type { Loose } from './pod-defaults.ts';

function listOf(value: unknown): Loose[] {
  return Array.isArray(value) ? (value as Loose[]) : [];
}

export function podSpecFindings(spec: unknown, path: string): Findings {
  const { containers, initContainers, restartPolicy } = (spec ?? {}) as Loose;
  const names = new Set<unknown>();
  const findings: Findings = [];
  if (listOf(containers).length === 0) findings.push(required(`${path}.containers`));
  listOf(containers).forEach((each, index) => {
    findings.push(...containerFindings(each, `${path}.containers[${index}]`, names));
  });
  listOf(initContainers).forEach((each, index) => {
    findings.push(...containerFindings(each, `${path}.initContainers[${index}]`, names));
  });
  const policies = ['Always', 'OnFailure', 'Never'];
  if (!policies.includes(String(restartPolicy)))
    findings.push(unsupported(`${path}.restartPolicy`, restartPolicy, policies));
  return findings;
}

function containerFindings(container: Loose, path: string, names: Set<unknown>): Findings {
  const { name, image, ports, env, resources } = container;
  const findings: Findings = [];
  if (name === undefined || name === '') findings.push(required(`${path}.name`));
  else if (!isDnsLabel(String(name))) findings.push(cause(`${path}.name`, name, labelRule));
  else if (names.has(name)) findings.push(duplicate(`${path}.name`, name));
  names.add(name);
  if (image === undefined || image === '') findings.push(required(`${path}.image`));
  listOf(ports).forEach((port, index) => {
    findings.push(...portFindings(port, `${path}.ports[${index}]`));
  });
  listOf(env).forEach((variable, index) => {
    if (variable['name'] === undefined || variable['name'] === '')
      findings.push(required(`${path}.env[${index}].name`));
  });
  return [...findings, ...quantityFindings(resources, `${path}.resources`)];
}

function portFindings(port: Loose, path: string): Findings {
  const number = port['containerPort'];
  if (number === undefined || number === 0) return [required(`${path}.containerPort`)];
  if (typeof number === 'number' && number >= 1 && number <= 65535) return [];
  return [cause(`${path}.containerPort`, number, 'must be between 1 and 65535, inclusive')];
}

const quantity = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/;

function quantityFindings(resources: unknown, path: string): Findings {
  return ['limits', 'requests'].flatMap((side) =>
    Object.entries(((resources ?? {}) as Record<string, Loose>)[side] ?? {})
      .filter(([, value]) => !quantity.test(String(value)))
      .map(([name, value]) =>
        cause(
          `${path}.${side}[${name}]`,
          value,
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
      ),
  );
}
