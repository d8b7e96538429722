import { recordInspection as contract, type InputOf } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type Check, outOfLimits, refuseConcluded, type Seen } from './inspection.model.ts';
import { checksOf, countedIn, lockInspection, resultsOf } from './inspection.read.ts';
import { insertResults, type NewResult, saveStep } from './inspection.write.ts';

type Line = InputOf<typeof contract>['lines'][number];

export const recordInspection = defineVerb(
  contract,
  { permission: 'quality.inspect', audit: 'quality.record_inspection' },
  async ({ tx, actor, audit }, { inspection_id, lines }) => {
    const inspection = await lockInspection(tx, inspection_id);
    const { warehouse_id, document_no, round } = inspection;
    requireAt(actor, 'quality.inspect', warehouse_id);
    const status = refuseConcluded(inspection);
    const [checks, results] = await Promise.all([checksOf(tx, inspection), resultsOf(tx, inspection_id)]);
    const decided = decideResults(lines, checks, countedIn(results, round), inspection.qty);
    if ('errors' in decided) {
      const { errors } = decided;
      throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
    }
    await insertResults(tx, { inspection_id, warehouse_id, round }, decided.results, actor);
    const version = await saveStep(tx, inspection_id, status);
    audit({
      entity: 'inspection',
      entity_id: inspection_id,
      warehouse_id,
      detail: { document_no, round, lines: decided.results.length, version },
    });
    return { inspection_id, status, version };
  },
);

type Decided = { readonly results: readonly NewResult[] } | { readonly errors: readonly FieldError[] };

/** What is to be entered of each line, or what is wrong with which line. Pure. */
export function decideResults(
  lines: readonly Line[],
  checks: readonly Check[],
  seen: readonly Seen[],
  qty: number,
): Decided {
  const by_line = new Map(checks.map((check) => [check.line_no, check]));
  const checked = Map.groupBy(seen, (one) => one.line_no);
  const totals = new Map(
    [...checked].map(([line_no, all]) => [line_no, all.reduce((n, s) => n + s.checked, 0)]),
  );
  const results: NewResult[] = [];
  const errors = lines.flatMap((line, index) => {
    const check = by_line.get(line.line_no);
    const error = (code: string, params: FieldError['params']) => [{ path: `lines.${index}`, code, params }];
    const { line_no } = line;
    if (check === undefined) return error('quality.check_unknown', { line_no });
    const total = (totals.get(line_no) ?? 0) + line.checked;
    totals.set(line_no, total);
    if (total > qty && check.kind !== 'document')
      return error('quality.more_checked_than_there', { line_no, checked: total, qty });
    const result = resultOf(line, check);
    if ('code' in result) return error(result.code, { line_no, ...result.params });
    results.push(result);
    return [];
  });
  return errors.length > 0 ? { errors } : { results };
}

function resultOf(
  line: Line,
  check: Check,
): NewResult | { readonly code: string; readonly params: FieldError['params'] } {
  const { line_no, checked, readings, serial_nos, note } = line;
  const measured = check.kind === 'measured';
  if (measured && readings.length !== checked) return { code: 'quality.readings_missing', params: {} };
  if (!measured && readings.length > 0) return { code: 'quality.readings_unexpected', params: {} };
  const nonconforming = measured ? outOfLimits(check, readings) : line.nonconforming;
  if (nonconforming > checked)
    return { code: 'quality.too_many_nonconforming', params: { nonconforming, checked } };
  return { line_no, checked, nonconforming, readings, serial_nos, note };
}
