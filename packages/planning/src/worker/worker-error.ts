import { type PlanningInputCode, PlanningInputError } from '../errors.ts';
import type { PortableError } from './task.model.ts';

/**
 * Why a heavy task gave no result although its input was not refused.
 * `task_failed`: the task threw; `task_code` is the code of that error, where it had one.
 * `out_of_memory`: it passed the memory limit. `crashed`: its thread ended without an answer.
 * `unknown_task`: no task of that name. `closed`: the pool was closed.
 */
export type PlanningWorkerCode = 'task_failed' | 'out_of_memory' | 'crashed' | 'unknown_task' | 'closed';

export class PlanningWorkerError extends Error {
  readonly code: PlanningWorkerCode;
  readonly task_code: string | null;
  constructor(code: PlanningWorkerCode, message: string, task_code: string | null = null) {
    super(message);
    this.name = 'PlanningWorkerError';
    this.code = code;
    this.task_code = task_code;
  }
}

/** A solver compiled to WebAssembly puts its whole minified source into the message of an error. */
const MESSAGE_CHARS_MAX = 500;

/** The parts of anything thrown that can be cloned. The stack stays behind: it belongs to the other thread. */
export function toPortableError(thrown: unknown): PortableError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { code, field, value } = error as { code?: unknown; field?: unknown; value?: unknown };
  return {
    name: error.name,
    message: error.message.slice(0, MESSAGE_CHARS_MAX),
    code: typeof code === 'string' ? code : null,
    field: typeof field === 'string' ? field : null,
    value: portableValue(value),
  };
}

function portableValue(value: unknown): PortableError['value'] {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value).slice(0, MESSAGE_CHARS_MAX);
}

/** The error as the direct call would have thrown it, so that refused input stays recognisable. */
export function fromPortableError({ name, message, code, field, value }: PortableError): Error {
  if (name === 'PlanningInputError' && code !== null && field !== null)
    return new PlanningInputError(code as PlanningInputCode, field, value);
  if (name === 'PlanningWorkerError' && code === 'unknown_task')
    return new PlanningWorkerError('unknown_task', message);
  return new PlanningWorkerError('task_failed', `${name}: ${message}`, code);
}

/** What the `error` event of a thread means. */
export function fromThreadError(error: Error): PlanningWorkerError {
  const { code } = error as { code?: unknown };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return new PlanningWorkerError('out_of_memory', error.message);
  const { message } = toPortableError(error);
  return new PlanningWorkerError('crashed', message, typeof code === 'string' ? code : null);
}
