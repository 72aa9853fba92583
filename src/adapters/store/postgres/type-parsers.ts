import { type CustomTypesConfig, types } from 'pg';

const bigint = 20;

/** Times and counters are `bigint` and fit a number; what does not is a defect and not to be rounded. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    Number(oid) === bigint && format !== 'binary' ? toSafeNumber : types.getTypeParser(oid, format),
};

export function toSafeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`The database holds ${text}, which no JavaScript number can hold`);
}
