import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type ReadyGoods, readyGoodsOf } from './ready-goods.ts';
import { checkScan, refuseSamePerson } from './scan-check.ts';
import { followCase } from './surgery.model.ts';
import { lockCase, lockSetsOfCase, type SurgicalSet, surgicalLinesOf } from './surgery.read.ts';
import { saveReview } from './surgery.write.ts';

export const reviewCase = defineVerb(
  contract.reviewCase,
  { permission: 'fulfilment.review', audit: 'fulfilment.review_case' },
  async ({ tx, actor, audit }, { case_id, lines: scanned }) => {
    const surgery = await lockCase(tx, case_id);
    const { document_no, warehouse_id } = surgery;
    requireAt(actor, 'fulfilment.review', warehouse_id);
    const status = followCase(surgery, 'reviewed');
    const sets = await lockSetsOfCase(tx, case_id);
    refuseUnpacked(sets);
    const lines = await surgicalLinesOf(
      tx,
      case_id,
      sets.map((set) => set.set_id),
    );
    const goods = await readyGoodsOf(
      tx,
      'case_line',
      lines.map((line) => line.line_id),
    );
    refuseUnpicked(goods);
    const others = [surgery.prepared_by, ...sets.map((set) => set.packed_by)];
    await refuseSamePerson(tx, actor.user_id, goods, others);
    const checked = await checkScan(tx, goods, scanned);
    await saveReview(tx, case_id, checked, { user_id: actor.user_id, user_name: actor.display_name });
    const qty = goods.reduce((sum, g) => sum + g.qty, 0);
    const detail = { document_no, qty, before: { status: surgery.status }, after: { status } };
    audit({ entity: 'surgical_case', entity_id: case_id, warehouse_id, detail });
    return { case_id, status, qty };
  },
);

function refuseUnpacked(sets: readonly SurgicalSet[]): void {
  const unpacked = sets.find((set) => set.state !== 'packed');
  if (unpacked === undefined) return;
  fail('fulfilment.set_wrong_state', { set_no: unpacked.set_no, state: unpacked.state, action: 'review' });
}

/** What is allocated and not picked cannot be scanned; it is picked or given back first. */
function refuseUnpicked(goods: readonly ReadyGoods[]): void {
  if (goods.length > 0 && goods.every((g) => g.status === 'picked')) return;
  fail(
    'stock.allocation_not_picked',
    {},
    goods
      .filter((g) => g.status === 'open')
      .map(({ allocation_id, lot_no }) => ({
        path: 'lines',
        code: 'stock.allocation_not_picked',
        params: { allocation_id, lot_no },
      })),
  );
}
