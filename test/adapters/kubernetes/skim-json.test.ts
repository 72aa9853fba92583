import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../../src/adapters/kubernetes/json-field.ts';
import { type JsonShape, joinShapes } from '../../../src/adapters/kubernetes/json-shape.ts';
import { createSkimmer } from '../../../src/adapters/kubernetes/skim-json.ts';

const names = ['a', 'b', 'uid', 'naïve', '"', '\\', '{', ']', '}{', ''];
const text = fc.oneof(
  fc.constantFrom(...names, '},"uid":"x"', '\\"', '[[{{', '👩‍🚀', '\u2028', '\u0000', 'true'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, 0, -1.5e300, 7, '', [], {}),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), text), tie('value'), { maxKeys: 5 }),
  ),
}));
const { shape } = fc.letrec<{ shape: JsonShape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3 },
    fc.constant<JsonShape>('whole'),
    fc.dictionary(fc.constantFrom(...names), tie('shape'), { maxKeys: 4 }).map((members) => ({ members })),
    tie('shape').map((each) => ({ each })),
  ),
}));

/** What the skimmer promises, in the plain way. */
function prune(value: unknown, wanted: JsonShape): unknown {
  if (wanted === 'whole') return value;
  if ('each' in wanted) return Array.isArray(value) ? value.map((item) => prune(item, wanted.each)) : value;
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([name, member]) => {
    const shapeOfMember = Object.hasOwn(wanted.members, name) ? wanted.members[name] : undefined;
    return shapeOfMember === undefined ? [] : [[name, prune(member, shapeOfMember)]];
  });
  return Object.fromEntries(kept);
}

const skim = (source: string, wanted: JsonShape) => createSkimmer(wanted)(Buffer.from(source));
const parses = (source: string) => {
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
};

describe('skimming', () => {
  it('reads what the shape names as JSON.parse would have it', () => {
    fc.assert(
      fc.property(json, shape, (value, wanted) => {
        // Through text and back, for -0 and undefined are not JSON.
        const source = JSON.stringify(value);

        expect(prune(skim(source, wanted), wanted)).toEqual(prune(JSON.parse(source), wanted));
      }),
      { numRuns: 2_000 },
    );
  });

  it('makes nothing of what the shape does not name', () => {
    const read = skim('{"uid":"x","managedFields":[{"f:a":{}}],"spec":{"b":1,"c":[2]}}', {
      members: { uid: 'whole', spec: { members: { b: 'whole' } } },
    });

    expect(read).toEqual({ uid: 'x', spec: { b: 1 } });
  });

  it('reads JSON with white space too', () => {
    fc.assert(
      fc.property(json, shape, (value, wanted) => {
        const source = JSON.stringify(value, undefined, 2);

        expect(prune(skim(source, wanted), wanted)).toEqual(prune(JSON.parse(source), wanted));
      }),
    );
  });

  it('never reads less than JSON.parse from what is cut off: it throws', () => {
    const source = '{"a":{"uid":"q\\"}"},"uid":[true,{"b":"ä"}],"b":-1.5}';
    const wanted: JsonShape = { members: { uid: { each: { members: { b: 'whole' } } }, b: 'whole' } };

    for (let end = 0; end < source.length; end += 1) {
      expect(() => skim(source.slice(0, end), wanted), source.slice(0, end)).toThrow(SyntaxError);
    }
    expect(skim(source, wanted)).toEqual({ uid: [true, { b: 'ä' }], b: -1.5 });
  });

  it('answers or throws SyntaxError for bytes that were damaged, and never anything else', () => {
    const source = Buffer.from('{"uid":"x","spec":{"a":[1,{"b":"\\u00e4"}]},"b":true}');
    const wanted: JsonShape = { members: { uid: 'whole', b: 'whole', spec: { members: { a: 'whole' } } } };
    fc.assert(
      fc.property(fc.nat(source.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(source);
        damaged[at] = byte;

        try {
          expect(createSkimmer(wanted)(damaged)).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
          expect(parses(damaged.toString())).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('passes over a depth of nesting that would overflow a stack', () => {
    const deep = `${'[{"a":'.repeat(200_000)}1${'}]'.repeat(200_000)}`;

    expect(skim(`{"x":${deep},"uid":"y"}`, { members: { uid: 'whole' } })).toEqual({ uid: 'y' });
  });

  it('reads of a long list the first items, and goes on behind it', () => {
    const wanted: JsonShape = {
      members: { list: { each: { members: { a: 'whole' } }, most: 2 }, uid: 'whole' },
    };
    const items = [{ a: 1, b: ']' }, { a: ['}'] }, { a: '",{[' }, { a: 4 }, [{}]];

    expect(skim(JSON.stringify({ list: items, uid: 'x' }), wanted)).toEqual({
      list: [{ a: 1 }, { a: ['}'] }],
      uid: 'x',
    });
    expect(skim(JSON.stringify({ list: items.slice(0, 2), uid: 'x' }), wanted)).toMatchObject({ uid: 'x' });
    expect(() => skim('{"list":[{"a":1},{"a":2},{"a":3', wanted)).toThrow(SyntaxError);
  });

  it('takes the last of two members of one name', () => {
    expect(skim('{"uid":"one","uid":"two"}', { members: { uid: 'whole' } })).toEqual({ uid: 'two' });
  });
});

describe('two shapes joined', () => {
  it('read what either reads', () => {
    fc.assert(
      fc.property(json, shape, shape, (value, left, right) => {
        const source = JSON.stringify(value);
        const joined = skim(source, joinShapes(left, right));

        expect(prune(joined, left)).toEqual(prune(JSON.parse(source), left));
        expect(prune(joined, right)).toEqual(prune(JSON.parse(source), right));
      }),
    );
  });
});
