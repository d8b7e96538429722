import type { Reason } from '@tongcang/contract';

export type ErrorParams = Record<string, string | number | boolean | null>;
/** One field or line that is wrong; `path` is the place in the input, for example `lines.3.qty`. */
export type FieldError = { path: string; code: string; params: ErrorParams };

/**
 * An error that the caller can understand: it aborts the transaction and is mapped to problem+json at the edge.
 * Code, HTTP status and both texts stand in the catalogue of `packages/contract`; handlers never pick a status.
 */
export class AppError extends Error {
  readonly code: string;
  readonly params: ErrorParams;
  readonly errors: readonly FieldError[];
  readonly reasons: readonly Reason[];

  constructor(
    code: string,
    params: ErrorParams = {},
    more: { errors?: readonly FieldError[]; reasons?: readonly Reason[] } = {},
  ) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
    this.errors = more.errors ?? [];
    this.reasons = more.reasons ?? [];
  }
}

/** Throws the catalogue error `code`. */
export function fail(code: string, params: ErrorParams = {}, errors: readonly FieldError[] = []): never {
  throw new AppError(code, params, { errors });
}

/** The same answer for a thing that does not exist and one that the caller may not see. */
export function notFound(kind: string, id: number | string): never {
  throw new AppError('platform.not_found', { kind, id });
}

/** A programmer's mistake: crashes the request loudly. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
