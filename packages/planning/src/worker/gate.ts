/** Lets at most `size` in at once; the others wait in the order in which they came. */
export type Gate = {
  /** Resolves when there is room; rejects with the reason of the signal if that comes first. */
  readonly enter: (signal?: AbortSignal) => Promise<void>;
  readonly leave: () => void;
};

export function createGate(size: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;

  const wait = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal!.reason);
      };
      const enter = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      waiting.push(enter);
    });

  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (inside === size) await wait(signal);
      else inside++;
    },
    leave() {
      // The place is handed on rather than given back, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else inside--;
    },
  };
}
