import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { type PostDocument, postOrFail, releaseAllocations, reportVoided } from '../stock/index.ts';
import { lockRefill, type Refill, refillLinesOf, stillOpen } from './cabinet.read.ts';
import { saveDelivery } from './cabinet.write.ts';
import { hospitalPlace } from './consigned.ts';
import { type Lacking, laneFor } from './fill-lines.ts';
import { lanesBetween } from './lanes.ts';
import { type ReadyGoods, readyGoodsOf, sumByLine } from './ready-goods.ts';
import { type Checked, checkScan, refuseSamePerson } from './scan-check.ts';

export const deliverRefill = defineVerb(
  contract.deliverRefill,
  { permission: 'fulfilment.consign', audit: 'fulfilment.deliver_refill', judges: true },
  async (context, { refill_id, lines: scanned, acknowledged }) => {
    const { tx, actor, audit, emit } = context;
    const refill = await lockRefill(tx, refill_id);
    const { document_no, warehouse_id, agreement_id } = refill;
    requireAt(actor, 'fulfilment.consign', warehouse_id);
    stillOpen(refill);
    const lines = await refillLinesOf(tx, refill_id);
    const goods = await readyGoodsOf(
      tx,
      'cabinet_line',
      lines.map((line) => line.line_id),
    );
    const picked = goods.filter((g) => g.status === 'picked');
    if (picked.length === 0) fail('stock.allocation_not_picked');
    await refuseSamePerson(tx, actor.user_id, picked, [refill.created_by]);
    const checked = await checkScan(tx, picked, scanned);
    await giveBack(
      context,
      goods.filter((g) => g.status === 'open'),
    );
    const movement_id = await bring(context, refill, lines, picked, { checked, acknowledged });
    const person = { user_id: actor.user_id, user_name: actor.display_name };
    await saveDelivery(tx, refill_id, movement_id, person, sumByLine(picked));
    const qty = picked.reduce((sum, g) => sum + g.qty, 0);
    const detail = {
      document_no,
      movement_id,
      qty,
      before: { status: 'open' },
      after: { status: 'delivered' },
    };
    audit({ entity: 'refill', entity_id: refill_id, warehouse_id, detail });
    emit('fulfilment.refill_delivered', String(refill_id), {
      refill_id,
      agreement_id,
      warehouse_id,
      movement_id,
      qty,
    });
    return { refill_id, movement_id, qty };
  },
);

async function giveBack(context: Context, open: readonly ReadyGoods[]): Promise<void> {
  if (open.length === 0) return;
  const ids = open.map((g) => g.allocation_id);
  reportVoided(context, await releaseAllocations(context.tx, ids, { status: 'released' }), 'released');
}

/** Into the cabinet; they stay ours there. The gate judges the hospital, the way and the life that remains. */
async function bring(
  { tx, actor }: Context,
  refill: Refill,
  lines: readonly Lacking[],
  picked: readonly ReadyGoods[],
  { checked, acknowledged }: { checked: readonly Checked[]; acknowledged: PostDocument['acknowledged'] },
): Promise<number> {
  const { document_no, refill_id, department_id, warehouse_id, partner_id } = refill;
  const place = await hospitalPlace(tx, department_id, null);
  const lanes = await lanesBetween(tx, { from_warehouse_id: warehouse_id, to_partner_id: partner_id });
  const line = new Map(lines.map((one) => [one.line_id, one]));
  const carried = picked.map((g) => line.get(g.line_id)!);
  const serials = new Map(checked.map(({ allocation_id, serial_nos }) => [allocation_id, serial_nos]));
  return postOrFail(tx, {
    purpose: 'ship',
    actor,
    acknowledged,
    document_no,
    document_key: `refill:${refill_id}`,
    lane_id: laneFor(carried, { lanes, needed_at: null })?.lane_id ?? null,
    lines: picked.map((g) => ({
      item_id: g.item_id,
      lot_id: g.lot_id,
      qty: g.qty,
      from_account_id: g.account_id,
      to_account_id: place,
      from_owner_id: g.owner_id,
      to_owner_id: g.owner_id,
      from_disposition: 'released',
      to_disposition: 'released',
      serial_nos: g.tracking === 'serial' ? serials.get(g.allocation_id) : undefined,
      allocation: { allocation_id: g.allocation_id, take: 'ship' },
      min_remaining_days: line.get(g.line_id)!.min_remaining_days,
    })),
  });
}
