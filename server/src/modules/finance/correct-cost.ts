import { correctCost as contract, type InputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type CostEntry, insertCosts, nextCorrectionNo } from './finance.write.ts';
import { ownerOf, requireCompany } from './rights.ts';

type Input = InputOf<typeof contract>;
type Line = Input['lines'][number];
/** What is known of a lot before the correction; `came_in` is every piece that has ever entered the owner's books. */
type Known = {
  item_id: number;
  lot_id: number;
  lot_no: string;
  paid_qty: number;
  paid_fen: number;
  came_in: number;
};

/**
 * Corrects what lots have cost. A lot without any price gets its first one: the amount is then what all its pieces cost
 * together. What was sold before is met by the cost variance of the month.
 */
export const correctCost = defineVerb(
  contract,
  { permission: 'finance.cost', audit: 'finance.correct_cost' },
  async (context, { owner_id, reason, lines }) => {
    const { tx, actor, audit } = context;
    requireCompany(actor, 'finance.cost');
    await ownerOf(tx, owner_id);
    const known = await knownOf(tx, owner_id, lines);
    for (const [index, line] of lines.entries()) refuse(line, known.get(line.lot_id), index);
    const document_no = await nextCorrectionNo(tx);
    const entries = lines.map((line, index) =>
      entryOf(line, known.get(line.lot_id)!, owner_id, document_no, index, reason),
    );
    await insertCosts(tx, entries, actor.user_id);
    audit({ entity: 'cost_correction', entity_id: document_no, reason, detail: { owner_id, lines } });
    return { document_no, lines: entries.length };
  },
);

async function knownOf(tx: Tx, owner_id: number, lines: readonly Line[]): Promise<Map<number, Known>> {
  const rows = await tx.rows<Known>(
    `with asked as (select distinct item_id, lot_id from unnest($2::bigint[], $3::bigint[]) as t(item_id, lot_id))
     select l.item_id, l.lot_id, l.lot_no, coalesce(c.qty, 0)::bigint as paid_qty, coalesce(c.fen, 0)::bigint as paid_fen,
       coalesce(p.qty, 0)::bigint as came_in
     from asked join stock.v_lot l using (item_id, lot_id)
     left join lateral (
       select sum(c.qty) as qty, sum(c.amount_fen) as fen from finance.cost_entry c
       where c.item_id = l.item_id and c.lot_id = l.lot_id and c.owner_id = $1) c on true
     left join lateral (
       select sum(p.qty) as qty from stock.v_posting p
       join stock.v_account f on f.account_id = p.from_account_id and f.kind in ('supplier', 'adjustment', 'conversion')
       where p.item_id = l.item_id and p.lot_id = l.lot_id and p.to_owner_id = $1) p on true`,
    [owner_id, lines.map((line) => line.item_id), lines.map((line) => line.lot_id)],
  );
  return new Map(rows.map((row) => [row.lot_id, row]));
}

function refuse(line: Line, known: Known | undefined, index: number): void {
  if (known === undefined || known.item_id !== line.item_id) notFound('lot', line.lot_id);
  const at = { path: `lines.${index}` };
  if (line.amount_fen === 0) {
    fail('finance.nothing_corrected', {}, [{ ...at, code: 'finance.nothing_corrected', params: {} }]);
  }
  if (known.paid_fen + line.amount_fen < 0) {
    const params = { lot_no: known.lot_no };
    fail('finance.cost_below_zero', params, [{ ...at, code: 'finance.cost_below_zero', params }]);
  }
}

function entryOf(
  { item_id, lot_id, amount_fen }: Line,
  known: Known,
  owner_id: number,
  document_no: string,
  index: number,
  reason: string,
): CostEntry {
  const first = known.paid_qty === 0 && known.came_in > 0;
  return {
    item_id,
    lot_id,
    owner_id,
    kind: first ? 'receipt' : 'correction',
    qty: first ? known.came_in : 0,
    amount_fen,
    document_key: null,
    document_no,
    source_key: `correction:${document_no}:${index}`,
    reason,
  };
}
