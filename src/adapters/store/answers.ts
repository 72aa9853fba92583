import type { Kysely } from 'kysely';
import type { StoreSession } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

type AnswerVerbs = Pick<StoreSession, 'saveAnswer' | 'answer' | 'forgetAnswer'>;

export function createAnswers(database: Kysely<StoreSchema>): AnswerVerbs {
  return {
    async saveAnswer(answer) {
      const columns = { at: answer.at, document: JSON.stringify(answer) };
      await database
        .insertInto('answers')
        .values({ id: answer.id, ...columns })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    async answer(id) {
      const row = await database
        .selectFrom('answers')
        .select('document')
        .where('id', '=', id)
        .executeTakeFirst();
      return row && JSON.parse(row.document);
    },

    async forgetAnswer(id) {
      await database.deleteFrom('answers').where('id', '=', id).execute();
    },
  };
}
