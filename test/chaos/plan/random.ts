/** Chance that can be repeated: the same seed draws the same numbers, on every machine. */
export interface Random {
  /** 0 up to 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  shuffled<T>(of: readonly T[]): T[];
  /** Chance of its own: what is drawn from it changes nothing of what follows here. */
  branch(): Random;
}

/** mulberry32: 32 bits of state are enough for what is played, and it fits on a page. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));

  return {
    next,
    between,
    chance: (share) => next() < share,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
    shuffled: (of) =>
      of
        .map((each) => ({ each, rank: next() }))
        .toSorted((left, right) => left.rank - right.rank)
        .map(({ each }) => each),
    branch: () => createRandom(between(0, 0xffff_ffff)),
  };
}
