/**
 * Lets requests that arrive together share one look-up. Every key is looked up after it was asked for, never before:
 * what the answer rests on is at least as new as the question.
 */
export function coalesce<K, V>(
  lookUp: (keys: readonly K[]) => Promise<readonly V[]>,
  /** Look-ups on their way at once. Under load the others wait and make the next batch larger. */
  in_flight_max = 2,
  batch_max = 500,
): (key: K) => Promise<V> {
  type Asked = { key: K; resolve(value: V): void; reject(error: unknown): void };
  let waiting: Asked[] = [];
  let in_flight = 0;
  let planned = false;

  function pump() {
    planned = false;
    while (waiting.length > 0 && in_flight < in_flight_max) {
      const batch = waiting.slice(0, batch_max);
      waiting = waiting.slice(batch_max);
      in_flight += 1;
      void answer(batch);
    }
  }

  async function answer(batch: readonly Asked[]) {
    try {
      const values = await lookUp(batch.map((asked) => asked.key));
      batch.forEach((asked, index) => {
        asked.resolve(values[index]!);
      });
    } catch (error) {
      for (const asked of batch) asked.reject(error);
    } finally {
      in_flight -= 1;
      pump();
    }
  }

  return (key) =>
    new Promise<V>((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (planned || in_flight >= in_flight_max) return;
      planned = true;
      // Everything that this turn of the event loop brings is part of the batch.
      setImmediate(pump);
    });
}
