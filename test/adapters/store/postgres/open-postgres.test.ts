import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/store/index.ts';
import { UserError } from '../../../../src/errors.ts';
import { createDatabase, emptyDatabase, hasPostgres, statement } from '../../../postgres/database.ts';
import { sampleCard } from '../sample-card.ts';
import { storeContract } from '../store-contract.ts';

const clock = { now: () => 1_700_000_000_000 };

describe.skipIf(!hasPostgres)('on PostgreSQL', () => {
  let url: string;

  beforeAll(async () => {
    url = await createDatabase();
  });

  storeContract('postgres', async () => {
    await emptyDatabase(url);
    return openStore({ url, clock });
  });

  it('still knows everything when it is opened again', async () => {
    await emptyDatabase(url);
    const before = await openStore({ url, clock });
    await before.saveCard(sampleCard('card-1'), { following: ['prod/a'], offerIds: ['o'], dueAt: 1 });
    await before.close();

    const after = await openStore({ url, clock });

    expect(await after.cardByOffer('o')).toEqual(sampleCard('card-1'));
    await after.close();
  });

  it('refuses what a newer Shipmate wrote', async () => {
    await emptyDatabase(url);
    await (await openStore({ url, clock })).close();
    await statement(url, "insert into migrations values ('9999-from-the-future', 1)");

    const failure = await openStore({ url, clock }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain('9999-from-the-future');
  });
});
