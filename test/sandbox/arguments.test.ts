import { describe, expect, it } from 'vitest';
import { readArguments } from '../../sandbox/arguments.ts';

const read = (...words: string[]) => readArguments(words, ['release', 'night']);

describe('the arguments of the sandbox', () => {
  it('ask for the page, on a port', () => {
    expect(read()).toEqual({ kind: 'page', port: 4000 });
    expect(read('--port', '0')).toEqual({ kind: 'page', port: 0 });
  });

  it('ask for a tour, the first one without a name', () => {
    expect(read('--tour')).toEqual({ kind: 'tour', name: 'release' });
    expect(read('--tour', 'night')).toEqual({ kind: 'tour', name: 'night' });
  });

  it('ask for help, whatever else is said', () => {
    expect(read('--help')).toEqual({ kind: 'help' });
    expect(read('-h', '--tour', 'nosuch')).toEqual({ kind: 'help' });
  });

  it.each([
    [['--tour', 'nosuch'], '--tour nosuch: there is no such tour, only release, night.'],
    [['--port', 'abc'], '--port abc: a port is a number from 0 to 65535.'],
    [['--port', '65536'], '--port 65536: a port is a number from 0 to 65535.'],
    [['--port', ''], '--port : a port is a number from 0 to 65535.'],
    [['night'], 'night: nothing is expected here.'],
    [['--tour', 'night', 'x'], 'x: nothing is expected here.'],
    [['--prot', '1'], "Unknown option '--prot'."],
    [['--port'], "Option '--port <value>' argument missing."],
  ])('%j are wrong, and it is said how', (words, because) => {
    expect(read(...words)).toEqual({ kind: 'wrong', because });
  });
});
