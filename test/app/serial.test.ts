import { describe, expect, it } from 'vitest';
import { createSerial } from '../../src/app/serial.ts';

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('createSerial', () => {
  it('runs one at a time within a key, in order', async () => {
    const serial = createSerial();
    const first = gate();
    const order: string[] = [];

    const one = serial.run('payments', async () => {
      await first.opened;
      order.push('one');
    });
    const two = serial.run('payments', async () => void order.push('two'));
    first.open();
    await Promise.all([one, two]);

    expect(order).toEqual(['one', 'two']);
  });

  it('does not let one key wait for another', async () => {
    const serial = createSerial();
    const never = gate();

    void serial.run('payments', () => never.opened);
    const answer = await serial.run('search', async () => 'went on');

    expect(answer).toBe('went on');
    never.open();
  });

  it('goes on after work that failed, and hands its error to who asked', async () => {
    const serial = createSerial();

    const failing = serial.run('payments', () => Promise.reject(new Error('broken')));
    const next = serial.run('payments', async () => 'went on');

    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('went on');
  });

  it('is idle when everything that was asked is done', async () => {
    const serial = createSerial();
    const first = gate();
    let isDone = false;
    void serial.run('payments', () => first.opened).then(() => serial.run('payments', async () => undefined));
    void first.opened.then(() => {
      isDone = true;
    });

    first.open();
    await serial.whenIdle();

    expect(isDone).toBe(true);
  });
});
