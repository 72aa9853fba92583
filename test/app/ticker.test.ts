import { expect, it } from 'vitest';
import { inTurn } from '../../src/app/in-turn.ts';
import { createTicker } from '../../src/app/ticker.ts';
import { eventually } from '../until.ts';
import { openDesk } from './open-desk.ts';

it('the end waits for the step that is under way, and for none that comes after it', async () => {
  const { desk } = await openDesk();
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  const begun: string[] = [];
  const first = async () => {
    begun.push('first');
    await gate.promise;
    done.push('first');
  };
  const second = async () => void done.push('second');
  const ticker = createTicker(1, (isStopping) => inTurn([first, second], isStopping), desk.log);
  await eventually(() => expect(begun).toEqual(['first']));

  let isOver = false;
  const stopping = ticker.stop().then(() => {
    isOver = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  const wasOver = isOver;
  gate.resolve();
  await stopping;

  expect(wasOver).toBe(false);
  expect(done).toEqual(['first']);
  expect(begun).toEqual(['first']);
});
