import type { JsonObject } from '../model.ts';
import { badRequest } from '../status.ts';

/**
 * kubectl's typed client sends access reviews as protobuf (kubectl auth can-i). Only these are read; the field
 * numbers are those of k8s.io/api/authorization/v1/generated.proto.
 */
export const protobufType = 'application/vnd.kubernetes.protobuf';

const magic = 'k8s\0';

function readVarint(bytes: Buffer, start: number): { value: number; next: number } {
  let value = 0;
  let at = start;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at];
    if (byte === undefined) throw badRequest('unexpected EOF');
    value += (byte & 0x7f) * shift;
    at += 1;
    if (byte < 0x80) return { value, next: at };
  }
}

/** The length-delimited fields of a message by number; the last of a number wins. */
function fieldsOf(bytes: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const tag = readVarint(bytes, at);
    const length = readVarint(bytes, tag.next);
    const isDelimited = (tag.value & 7) === 2;
    const end = isDelimited ? length.next + length.value : length.next;
    if (isDelimited) fields.set(tag.value >> 3, bytes.subarray(length.next, end));
    at = end;
  }
  return fields;
}

const attributeNames = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];

function attributesOf(bytes: Buffer): JsonObject {
  const fields = fieldsOf(bytes);
  const entries = attributeNames.map((name, index): [string, string] => [
    name,
    fields.get(index + 1)?.toString() ?? '',
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

const empty = Buffer.alloc(0);

/** An access review in Kubernetes' protobuf envelope as the JSON it stands for. */
export function reviewFromProtobuf(bytes: Buffer): JsonObject {
  if (bytes.subarray(0, 4).toString() !== magic)
    throw badRequest('provided data does not appear to be a protobuf message');
  const unknown = fieldsOf(bytes.subarray(4));
  const typeMeta = fieldsOf(unknown.get(1) ?? empty);
  const apiVersion = typeMeta.get(1)?.toString() ?? '';
  const kind = typeMeta.get(2)?.toString() ?? '';
  const spec = fieldsOf(fieldsOf(unknown.get(2) ?? empty).get(2) ?? empty);
  const resource = spec.get(1);
  if (kind === 'SelfSubjectReview') return { apiVersion, kind, metadata: {} };
  const attributes =
    resource === undefined ? { nonResourceAttributes: {} } : { resourceAttributes: attributesOf(resource) };
  return { apiVersion, kind, metadata: {}, spec: attributes };
}
