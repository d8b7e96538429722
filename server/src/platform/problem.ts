import { type ErrorCatalogue, fillText } from '@tongcang/contract';
import type { z } from 'zod';
import { AppError, type ErrorParams, type FieldError } from './errors.ts';

/** RFC 9457 problem details with our code, its parameters, wrong fields, and the reasons of the gate. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  params: ErrorParams;
  errors: readonly FieldError[];
  reasons: AppError['reasons'];
  request_id: string;
};

export function problemOf(
  error: AppError,
  catalogue: ErrorCatalogue,
  language: 'zh' | 'en',
  request_id: string,
): Problem {
  const text = catalogue[error.code];
  const params = { ...error.params, request_id };
  return {
    type: `urn:tongcang:${error.code}`,
    title: text === undefined ? error.code : fillText(text[language], params),
    status: text?.status ?? 500,
    code: error.code,
    params: error.params,
    errors: error.errors,
    reasons: error.reasons,
    request_id,
  };
}

/**
 * A zod refusal as one error naming every wrong field. Wrong shape is 400, a wrong value in the right shape 422. Parse
 * with `reportInput`, which tells an absent field from a wrong one.
 */
export function inputError(issues: readonly z.core.$ZodIssue[]): AppError {
  const malformed = issues.some(
    (i) => (i.code === 'invalid_type' && !isFraction(i)) || i.code === 'unrecognized_keys',
  );
  return new AppError(
    malformed ? 'platform.malformed_input' : 'platform.invalid_input',
    {},
    {
      errors: issues.flatMap(fieldErrors),
    },
  );
}

/** A number of the right shape where only whole ones count. */
function isFraction(issue: z.core.$ZodIssue): boolean {
  return (
    issue.code === 'invalid_type' && (issue.expected as string) === 'int' && Number.isFinite(issue.input)
  );
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        code: 'unknown_field',
        params: {},
      }));
    case 'invalid_type':
      return [
        issue.input === undefined
          ? { path, code: 'required', params: {} }
          : isFraction(issue)
            ? { path, code: 'whole', params: {} }
            : { path, code: 'type', params: { expected: issue.expected } },
      ];
    case 'too_small':
      return [{ path, code: 'too_small', params: { minimum: Number(issue.minimum) } }];
    case 'too_big':
      return [{ path, code: 'too_big', params: { maximum: Number(issue.maximum) } }];
    case 'invalid_value':
      return [{ path, code: 'option', params: { options: issue.values.map(String).join(', ') } }];
    case 'invalid_format':
      return [{ path, code: issue.message === 'charset' ? 'charset' : 'format', params: {} }];
    case 'custom':
      return [{ path, code: (issue.params?.code as string | undefined) ?? 'invalid', params: {} }];
    default:
      return [{ path, code: 'invalid', params: {} }];
  }
}

const BUSY = new Set(['40001', '40P01', '55P03', '57014', '53300', '53400', '55006']);
const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '53100',
]);

/** What a failure of the database means to the caller; null for a mistake of ours. */
export function databaseError(
  error: unknown,
  constraints: Readonly<Record<string, string>>,
): AppError | null {
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  if (constraint !== undefined && constraints[constraint] !== undefined) {
    return new AppError(constraints[constraint], { constraint });
  }
  if (code !== undefined && BUSY.has(code)) return new AppError('platform.try_again');
  if (code !== undefined && GONE.has(code)) return new AppError('platform.unavailable');
  if (
    /timeout exceeded when trying to connect|Connection terminated|Query read timeout/.test(message ?? '')
  ) {
    return new AppError('platform.unavailable');
  }
  return null;
}
