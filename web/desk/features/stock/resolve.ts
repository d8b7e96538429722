import { resolveScan } from '@tongcang/contract';
import { useText } from '../../../ui/index.ts';
import { call, type OutputFor } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { stockText } from './text.ts';

export type Resolved = OutputFor<typeof resolveScan>;
type Answer = { readonly ok: true; readonly it: Resolved } | { readonly ok: false; readonly text: string };

/**
 * What a scanned code means on file, or why it means nothing. A lot number that several items share comes back as
 * ambiguous with its readings, which are named.
 */
export function useResolve(warehouse_id?: number): (code: string) => Promise<Answer> {
  const scope = useScope();
  const describe = useProblemText();
  const t = useText(stockText);
  const at = warehouse_id ?? scope.warehouse_id;
  return async (code) => {
    try {
      return { ok: true, it: await call(resolveScan, { code, ...(at ? { warehouse_id: at } : {}) }) };
    } catch (error) {
      const readings =
        error instanceof ApiError
          ? error.errors.flatMap(({ params }) =>
              params.item_code ? [`${params.item_code} ${params.lot_no ?? ''}`] : [],
            )
          : [];
      return { ok: false, text: [describe(told(error, t)), ...readings].join(' · ') };
    }
  };
}

/** What is wrong with a code in words; the reader of barcodes names it by a code of its own. */
function told(error: unknown, t: (key: 'bad_check_digit' | 'bad_format') => string): unknown {
  if (!(error instanceof ApiError) || error.code !== 'stock.scan_invalid') return error;
  const problem = t(error.params.problem === 'CHECK_DIGIT' ? 'bad_check_digit' : 'bad_format');
  return new ApiError({ ...error.problem, params: { ...error.params, problem } });
}
