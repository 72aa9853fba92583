/** A wait that can be cut short; cut short before it begins, it does not begin. */
export interface Pause {
  begin(ms: number): Promise<void>;
  end(): void;
}

export function createPause(): Pause {
  let isEnded = false;
  let finish: (() => void) | undefined;

  return {
    async begin(ms) {
      if (!isEnded) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          finish = resolve;
          timer = setTimeout(resolve, ms);
        });
        clearTimeout(timer);
        finish = undefined;
      }
      isEnded = false;
    },
    end() {
      isEnded = true;
      finish?.();
    },
  };
}
