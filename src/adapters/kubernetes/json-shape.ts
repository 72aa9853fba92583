/**
 * Which parts of a JSON value are read: the value as it is, some members of an object, or some of each item of a
 * list, of a very long one at most so many. A value of another type than the shape expects is read as it is: to judge it is the reader's affair.
 */
export type JsonShape =
  | 'whole'
  | { readonly members: Readonly<Record<string, JsonShape>> }
  | { readonly each: JsonShape; readonly most?: number };

/** A shape in the form that bytes are compared with. */
export type ShapeNode =
  | { readonly kind: 'whole' }
  | { readonly kind: 'members'; readonly members: readonly ShapeMember[] }
  | { readonly kind: 'each'; readonly item: ShapeNode; readonly most: number };

export interface ShapeMember {
  readonly name: string;
  readonly key: Buffer;
  readonly node: ShapeNode;
}

export function compileShape(shape: JsonShape): ShapeNode {
  if (shape === 'whole') return { kind: 'whole' };
  if ('each' in shape) {
    return { kind: 'each', item: compileShape(shape.each), most: shape.most ?? Number.POSITIVE_INFINITY };
  }
  const members = Object.entries(shape.members).map(([name, member]) => ({
    name,
    key: Buffer.from(name),
    node: compileShape(member),
  }));
  return { kind: 'members', members };
}

/** The shape of whatever either shape reads. */
export function joinShapes(left: JsonShape, right: JsonShape): JsonShape {
  if (left === 'whole' || right === 'whole') return 'whole';
  if ('each' in left && 'each' in right) {
    const each = joinShapes(left.each, right.each);
    return left.most === undefined || right.most === undefined
      ? { each }
      : { each, most: Math.max(left.most, right.most) };
  }
  if ('each' in left || 'each' in right) return 'whole';
  const members: Record<string, JsonShape> = { ...left.members };
  for (const [name, shape] of Object.entries(right.members)) {
    const known = members[name];
    members[name] = known === undefined ? shape : joinShapes(known, shape);
  }
  return { members };
}
