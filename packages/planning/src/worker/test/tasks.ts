import { PlanningInputError, requireNumber } from '../../errors.ts';
import type { TaskContext, TaskMap } from '../task.model.ts';

/** Tasks that behave and misbehave, for the tests of the pool. */
export const tasks = {
  sum: ({ values }: { values: Float64Array }, { progress }: TaskContext) => {
    let total = 0;
    for (const [nth, value] of values.entries()) {
      total += value;
      progress({ stage: 'sum', done_share: (nth + 1) / values.length, figures: { total } });
    }
    return { total };
  },
  context: (_: null, { seed, elapsed_ms }: TaskContext) => ({ seed, started: elapsed_ms() >= 0 }),
  refuse: ({ qty }: { qty: number }) => {
    requireNumber('lines[2].qty', qty);
    throw new PlanningInputError('not_listed', 'mode', { deep: () => 1 });
  },
  fail: (message: string) => {
    throw Object.assign(new RangeError(message), { code: 'solver_failed' });
  },
  loop: (_: null, { progress }: TaskContext): void => {
    progress({ stage: 'loop', done_share: null });
    for (;;);
  },
  exit: (_: null): void => process.exit(3),
  throwLater: (_: null) =>
    new Promise<void>(() => {
      setTimeout(() => {
        throw new Error('thrown outside the task');
      }, 1);
    }),
  throwAfterAnswer: (_: null) => {
    setTimeout(() => {
      throw new Error('thrown after the answer');
    }, 1);
    return 'answered';
  },
  pause: (_: null) => new Promise<void>((resolve) => setTimeout(resolve, 100)),
  fillMemory: (_: null): number => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + 0.5));
  },
  answerFunction: (_: null) => () => 1,
} satisfies TaskMap;
