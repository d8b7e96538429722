/** Words of heavy tasks: what a task is given beside its input, and what travels between the threads. */

/** How far a task is. The figures are the task's own, such as the best cost so far or series done. */
export type TaskProgress = {
  readonly stage: string;
  /** From 0 to 1, or null where the end is not known. */
  readonly done_share: number | null;
  readonly figures?: Readonly<Record<string, number>>;
};

export type TaskContext = {
  readonly seed: number;
  /** Milliseconds since the task started; the only clock a task knows. */
  readonly elapsed_ms: () => number;
  readonly progress: (report: TaskProgress) => void;
};

/** A pure function of its input and context. Input and output must be structured-cloneable: no functions. */
export type HeavyTask<Input, Output> = (input: Input, context: TaskContext) => Output | Promise<Output>;

/** `never` as input, so that a map of tasks with different inputs is a TaskMap. */
export type TaskMap = Readonly<Record<string, HeavyTask<never, unknown>>>;

export type TaskName<Tasks> = keyof Tasks & string;
export type InputOf<Task> = Task extends (input: infer Input, ...rest: never[]) => unknown ? Input : never;
export type OutputOf<Task> = Task extends (...args: never[]) => infer Output ? Awaited<Output> : never;

export type ToThread = { readonly name: string; readonly input: unknown; readonly seed: number };

/** An error in a form that survives the way between threads. */
export type PortableError = {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly field: string | null;
  readonly value: string | number | boolean | null;
};

export type FromThread =
  | { readonly kind: 'progress'; readonly report: TaskProgress }
  | { readonly kind: 'done'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly error: PortableError };
