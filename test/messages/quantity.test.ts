import { describe, expect, it } from 'vitest';
import { memoryQuantity } from '../../messages/quantity.ts';

describe('a quantity of memory', () => {
  it.each([
    ['256Mi', '256 MiB'],
    ['1.5G', '1.5 GB'],
    ['128k', '128 kB'],
    ['2Gi', '2 GiB'],
    ['268435456', '256 MiB'],
    ['1000', '1000 bytes'],
    ['0', '0 bytes'],
    ['a lot', 'a lot'],
  ])('%s reads %s', (quantity, read) => {
    expect(memoryQuantity(quantity)).toBe(read);
  });
});
