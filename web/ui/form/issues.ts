import type { Params } from '../message.ts';

/**
 * Faults of a form, from the schema here or from the server there, in one shape: where, which code, with which
 * numbers. A path is what Ant Design's form calls a field: names and list positions.
 */
export type Fault = { readonly path: (string | number)[]; readonly code: string; readonly params: Params };

/** What the kit needs of a zod issue. */
export type SchemaIssue = {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly [detail: string]: unknown;
};

export function faultOfIssue(issue: SchemaIssue): Fault {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const [code, params] = codeOfIssue(issue);
  return { path, code, params };
}

function codeOfIssue(issue: SchemaIssue): [string, Params] {
  const own = (issue.params as { code?: unknown } | undefined)?.code;
  if (typeof own === 'string') return [own, issue.params as Params];
  // A schema may give a code instead of a sentence as its message.
  if (/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/.test(issue.message)) return [issue.message, {}];
  switch (issue.code) {
    case 'too_small':
      return smallCode(String(issue.origin), Number(issue.minimum));
    case 'too_big':
      return bigCode(String(issue.origin), Number(issue.maximum));
    case 'invalid_type':
      return [
        typeCode(String(issue.expected), issue.input, issue.message),
        { expected: String(issue.expected) },
      ];
    case 'invalid_format':
      return [issue.format === 'email' ? 'email' : 'format', {}];
    case 'invalid_value':
    case 'invalid_union':
      return ['value', {}];
    default:
      return [issue.code ?? 'invalid', {}];
  }
}

function smallCode(origin: string, minimum: number): [string, Params] {
  if (origin === 'string') return minimum <= 1 ? ['required', {}] : ['too_short', { minimum }];
  return [origin === 'array' || origin === 'set' ? 'too_few' : 'too_small', { minimum }];
}

function bigCode(origin: string, maximum: number): [string, Params] {
  if (origin === 'string') return ['too_long', { maximum }];
  return [origin === 'array' || origin === 'set' ? 'too_many' : 'too_big', { maximum }];
}

function typeCode(expected: string, input: unknown, message: string): string {
  // zod leaves `input` out of issues by default, but names it at the end of its message.
  if (input === null || (input === undefined && /received (undefined|null)$/.test(message)))
    return 'required';
  if (expected === 'int') return 'integer';
  return expected === 'number' ? 'number' : 'type';
}

/** Reads a path in any of the usual spellings: `lines[3].lot`, `lines.3.lot`, `/lines/3/lot`, or a list. */
export function readPath(path: string | readonly (string | number)[]): (string | number)[] {
  const steps = typeof path === 'string' ? path.split(/[./[\]]+/).filter(Boolean) : path;
  return steps.map((step) => (/^\d+$/.test(String(step)) ? Number(step) : step));
}

/** The faults that an error of the server carries, or none when it has no such list. */
export function faultsOfError(error: unknown): Fault[] {
  const list = (error as { errors?: unknown } | null)?.errors;
  if (!Array.isArray(list)) return [];
  return list.map((entry: { path?: string | (string | number)[]; code?: string; params?: Params }) => ({
    path: readPath(entry.path ?? []),
    code: entry.code ?? 'invalid',
    params: entry.params ?? {},
  }));
}

/** Whether `path` lies at or below one of `fields`, and that field. */
export function fieldOf(path: readonly (string | number)[], fields: readonly (string | number)[][]) {
  let best: (string | number)[] | undefined;
  for (const field of fields) {
    const inside = field.every((step, index) => String(path[index]) === String(step));
    if (inside && field.length > (best?.length ?? -1)) best = field;
  }
  return best;
}
