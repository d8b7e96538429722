import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faultOfIssue, faultsOfError, fieldOf, readPath, type SchemaIssue } from './issues.ts';

const codes = (schema: z.ZodType, value: unknown) =>
  schema
    .safeParse(value)
    .error?.issues.map((issue) => faultOfIssue(issue as unknown as SchemaIssue))
    .map((fault) => [fault.path.join('.'), fault.code, fault.params]);

describe('faults of a form', () => {
  it('names each fault of the schema by code and numbers, never by an English sentence', () => {
    const schema = z.object({
      account: z.string().min(1),
      password: z.string().min(12),
      name: z.string().max(2),
      qty: z.number().int().min(1),
      kind: z.enum(['a', 'b']),
      day: z.string().refine(() => false, { params: { code: 'date' }, error: 'date' }),
      lot: z.string().regex(/^x$/, { error: 'charset' }),
      lines: z.array(z.object({ qty: z.number() })).min(1),
      missing: z.string(),
    });
    const value = { account: '', password: 'short', name: 'abc', qty: 1.5, kind: 'c', day: '', lot: 'y' };
    expect(codes(schema, { ...value, lines: [{ qty: 'x' }] })).toEqual([
      ['account', 'required', {}],
      ['password', 'too_short', { minimum: 12 }],
      ['name', 'too_long', { maximum: 2 }],
      ['qty', 'integer', { expected: 'int' }],
      ['kind', 'value', {}],
      ['day', 'date', { code: 'date' }],
      ['lot', 'charset', {}],
      ['lines.0.qty', 'number', { expected: 'number' }],
      ['missing', 'required', { expected: 'string' }],
    ]);
  });

  it('reads paths in every spelling', () => {
    for (const path of ['lines[3].lot', 'lines.3.lot', '/lines/3/lot', ['lines', 3, 'lot']]) {
      expect(readPath(path)).toEqual(['lines', 3, 'lot']);
    }
  });

  it('reads the list of a problem and survives an error without one', () => {
    expect(faultsOfError({ errors: [{ path: 'account', code: 'identity.account_taken' }] })).toEqual([
      { path: ['account'], code: 'identity.account_taken', params: {} },
    ]);
    expect(faultsOfError(new Error('x'))).toEqual([]);
  });

  it('finds the field a fault belongs to, the deepest first', () => {
    const fields = [['lines'], ['lines', 3, 'lot'], ['qty']];
    expect(fieldOf(['lines', 3, 'lot'], fields)).toEqual(['lines', 3, 'lot']);
    expect(fieldOf(['lines', 4, 'lot'], fields)).toEqual(['lines']);
    expect(fieldOf(['other'], fields)).toBeUndefined();
  });
});
