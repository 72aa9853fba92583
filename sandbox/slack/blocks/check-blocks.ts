export type Surface = 'message' | 'modal' | 'home';

export interface BlockVerdict {
  problems: string[];
  isTooLong: boolean;
}

/** Placeholder until the validator is written. */
export function checkBlocks(blocks: readonly unknown[], surface: Surface): BlockVerdict {
  return {
    problems: blocks.length > (surface === 'message' ? 50 : 100) ? ['too many'] : [],
    isTooLong: false,
  };
}
