import { z } from 'zod';
import type { StepReport } from '../../src/domain/build/build.ts';
import { nearest } from '../../src/nearest.ts';

const text = (most: number) => z.string().trim().min(1).max(most).describe(`text of 1 to ${most} characters`);
const address = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .describe('an http or https address of at most 2000 characters');

/** Ids are shown and looked up: control characters and invisible ones would make two that look alike. */
const id = z
  .string()
  .trim()
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u)
  .describe('1 to 200 printable characters');

/** What a pipeline puts to `/v1/builds/{build}/steps/{step}`. A description ends the sentence "expected …". */
const stepBody = z.strictObject({
  service: text(100).describe('the name of the service that is built, at most 100 characters'),
  status: z
    .enum(['pending', 'running', 'passed', 'failed', 'skipped'])
    .describe('pending, running, passed, failed or skipped'),
  title: text(200).optional(),
  detail: text(500).optional(),
  url: address.optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,40}$/)
    .describe('a commit of 7 to 40 hexadecimal digits, in lower case')
    .optional(),
  commitTitle: text(1000).optional(),
  author: text(200).optional(),
  authorEmail: z.email().max(254).describe('the e-mail address of the author').optional(),
  image: z
    .string()
    .trim()
    .max(500)
    .regex(/^[a-z0-9][\w.:/@+-]*$/i)
    .describe('an image reference, such as registry.example/payments-api:v43')
    .optional(),
  buildUrl: address.optional(),
});

const stepAddress = z.object({ build: id, step: id });

/** One thing that is wrong with a report. `got` is what was sent, and foreign. */
export type ReportProblem =
  | {
      readonly kind: 'unknown-key';
      readonly key: string;
      readonly nearest: string | undefined;
      readonly known: readonly string[];
    }
  | { readonly kind: 'missing'; readonly key: string; readonly expected: string }
  | { readonly kind: 'unexpected'; readonly key: string; readonly expected: string; readonly got: unknown };

export type Reading =
  | { readonly kind: 'read'; readonly report: StepReport }
  | { readonly kind: 'wrong'; readonly problems: readonly ReportProblem[] };

/** Reads a report from the request's path and its parsed body. */
export function readStepReport(path: unknown, body: unknown): Reading {
  const address = stepAddress.safeParse(path);
  const said = stepBody.safeParse(body);
  if (address.success && said.success) {
    return { kind: 'read', report: { ...address.data, ...said.data } };
  }
  return {
    kind: 'wrong',
    problems: [
      ...problemsOf(address.error, stepAddress.shape, path),
      ...problemsOf(said.error, stepBody.shape, body),
    ],
  };
}

type Shape = Readonly<Record<string, z.ZodType>>;

function problemsOf(error: z.ZodError | undefined, shape: Shape, got: unknown): readonly ReportProblem[] {
  const found = (error?.issues ?? []).flatMap((issue): readonly ReportProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey(key, Object.keys(shape)));
    }
    const [key] = issue.path;
    if (typeof key !== 'string') return [{ kind: 'unexpected', key: 'body', expected: 'a JSON object', got }];
    const value = valueAt(got, key);
    const expected = descriptionOf(shape[key]);
    return [
      value === undefined
        ? { kind: 'missing', key, expected }
        : { kind: 'unexpected', key, expected, got: value },
    ];
  });
  // A value may break two rules; its sentence names them all.
  return found.filter(({ key }, index) => found.findIndex((other) => other.key === key) === index);
}

function unknownKey(key: string, known: readonly string[]): ReportProblem {
  // The nearest of a very long word is looked for letter by letter.
  return { kind: 'unknown-key', key, known, nearest: key.length > 50 ? undefined : nearest(key, known) };
}

function descriptionOf(field: z.ZodType | undefined): string {
  const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
  return (inner instanceof z.ZodType ? inner.description : undefined) ?? 'another value';
}

function valueAt(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
}
