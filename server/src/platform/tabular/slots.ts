import { refuse } from './tabular.errors.ts';

/** Runs work in order of arrival, so many at once; refuses with `tabular.busy` when too many wait already. */
export function createSlots({ running_max, waiting_max }: { running_max: number; waiting_max: number }) {
  let running = 0;
  const waiting: (() => void)[] = [];
  const enter = async () => {
    if (running < running_max) {
      running++;
      return;
    }
    if (waiting.length >= waiting_max) refuse('tabular.busy');
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  // The place is handed on as it is, so that nobody can slip in between.
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
