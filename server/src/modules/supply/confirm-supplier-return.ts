import * as contract from '@tongcang/contract';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { releaseAllocations, reportVoided } from '../stock/index.ts';
import { followReturn, sum } from './receiving.model.ts';
import { allocatedGoods, lockReturn, type ReturnLine, returnLines } from './returns.read.ts';
import { saveReturnConfirmation } from './returns.write.ts';

type Input = contract.InputOf<typeof contract.confirmSupplierReturn>;

/** Ends a return: what was allocated and never left is given back. */
export const confirmSupplierReturn = defineVerb(
  contract.confirmSupplierReturn,
  { permission: 'supply.return', audit: 'supply.confirm_return' },
  async (context, input) => {
    const { tx, actor } = context;
    const { supplier_return_id, credit_note_no, credit_fen } = input;
    const order = await lockReturn(tx, actor, 'supply.return', supplier_return_id);
    const status = followReturn(order, 'confirmed');
    const lines = await returnLines(tx, supplier_return_id);
    refuseWrong(input, lines);
    const kept = (await allocatedGoods(tx, lines)).map((g) => g.allocation_id);
    reportVoided(context, await releaseAllocations(tx, kept, { status: 'released' }), 'released');
    await saveReturnConfirmation(tx, actor, input, input.lines);
    const short = sum(lines.map((line) => line.shipped)) - sum(input.lines.map((line) => line.confirmed));
    const { warehouse_id, document_no } = order;
    const detail = {
      document_no,
      credit_note_no,
      credit_fen,
      short,
      before: { status: order.status },
      after: { status },
    };
    context.audit({ entity: 'supplier_return', entity_id: supplier_return_id, warehouse_id, detail });
    context.emit('supply.return_confirmed', String(supplier_return_id), { supplier_return_id, ...detail });
    return { supplier_return_id, status, short };
  },
);

function refuseWrong(input: Input, lines: readonly ReturnLine[]): void {
  const known = new Map(lines.map((line) => [line.supplier_return_line_id, line]));
  const errors = input.lines.flatMap(({ supplier_return_line_id, confirmed }, index): FieldError[] => {
    const line = known.get(supplier_return_line_id);
    const path = `lines.${index}`;
    known.delete(supplier_return_line_id);
    if (line === undefined)
      return [{ path, code: 'supply.return_line_unknown', params: { supplier_return_line_id } }];
    return confirmed > line.shipped
      ? [{ path, code: 'supply.confirmed_exceeds', params: { given: confirmed, shipped: line.shipped } }]
      : [];
  });
  if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
}
