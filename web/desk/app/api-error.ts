import type { Params, Reason } from '../../ui/index.ts';

/** One fault of a request's content, as problem+json lists them. */
export type ProblemEntry = {
  readonly path: string | (string | number)[];
  readonly code: string;
  readonly params: Params;
};

export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly params: Params;
  readonly errors: readonly ProblemEntry[];
  /** Rules of the gate that refused, each with its numbers and legal basis. */
  readonly reasons: readonly Reason[];
  readonly title: string;
  /** Identifies the request in the server's log. */
  readonly request_id: string | null;
  /** Seconds to wait before another try, where the server said so. */
  readonly retry_after_s: number | null;
};

/** An answer of the server that is not a success (problem+json), or no answer at all (status 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title || problem.code);
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
  get code(): string {
    return this.problem.code;
  }
  get params(): Params {
    return this.problem.params;
  }
  get reasons(): readonly Reason[] {
    return this.problem.reasons;
  }
  get errors(): readonly ProblemEntry[] {
    return this.problem.errors;
  }
}

/** Reads a failed answer; a proxy's HTML page or an empty body become a code too. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: Partial<Problem> = await response.json().catch(() => ({}));
  return {
    status: response.status,
    code: body.code ?? `http.${response.status}`,
    params: body.params ?? {},
    errors: Array.isArray(body.errors) ? body.errors : [],
    reasons: Array.isArray(body.reasons) ? body.reasons : [],
    title: body.title ?? '',
    request_id: body.request_id ?? null,
    retry_after_s: retryAfter(response.headers.get('retry-after')),
  };
}

/** Seconds of a Retry-After header, given as seconds or as a date. */
export function retryAfter(header: string | null, now = Date.now()): number | null {
  if (!header) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

export const unreachable = (): ApiError =>
  new ApiError({
    status: 0,
    code: 'web.unreachable',
    params: {},
    errors: [],
    reasons: [],
    title: '',
    request_id: null,
    retry_after_s: null,
  });
