import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { postOrFail } from '../stock/index.ts';
import { bookDocuments } from '../transport/index.ts';
import { STRICTEST } from './booking.ts';
import { hospitalPlace } from './consigned.ts';
import { laneFor } from './fill-lines.ts';
import { lanesBetween } from './lanes.ts';
import { type ReadyGoods, readyGoodsOf } from './ready-goods.ts';
import { caseKey, followCase } from './surgery.model.ts';
import {
  lockCase,
  lockSetsOfCase,
  type Surgery,
  type SurgicalLine,
  type SurgicalSet,
  surgicalLinesOf,
} from './surgery.read.ts';
import { type SentPiece, saveDispatch, saveSetStates } from './surgery.write.ts';

export const dispatchCase = defineVerb(
  contract.dispatchCase,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.dispatch_case', judges: true },
  async (context, { case_id, by_transport = false }) => {
    const { tx, actor } = context;
    const surgery = await lockCase(tx, case_id);
    requireAt(actor, 'fulfilment.surgery', surgery.warehouse_id);
    const status = followCase(surgery, 'out');
    const sets = await lockSetsOfCase(tx, case_id);
    refuseUnsterile(surgery, sets);
    const set_ids = sets.map((set) => set.set_id);
    const lines = await surgicalLinesOf(tx, case_id, set_ids);
    const goods = reviewedOf(
      surgery,
      await readyGoodsOf(
        tx,
        'case_line',
        lines.map((line) => line.line_id),
      ),
    );
    const movement_id = await send(context, surgery, lines, goods);
    if (by_transport) await book(context, surgery, lines, goods);
    await saveDispatch(tx, surgery, piecesOf(surgery, lines, goods), movement_id, actor.display_name);
    await saveSetStates(
      tx,
      sets.map((set) => ({ ...set, from: set.state, to: 'out' as const })),
      { case_id, user_id: actor.user_id, user_name: actor.display_name },
    );
    const qty = goods.reduce((sum, g) => sum + g.qty, 0);
    report(context, surgery, { movement_id, qty, sets: sets.map((set) => set.set_no) });
    return { case_id, status, movement_id, qty };
  },
);

function refuseUnsterile({ surgery_date }: Surgery, sets: readonly SurgicalSet[]): void {
  for (const { set_no, state, sterile_until } of sets) {
    if (state !== 'packed') fail('fulfilment.set_wrong_state', { set_no, state, action: 'out' });
    if (sterile_until !== null && sterile_until < surgery_date)
      fail('fulfilment.not_sterile', { set_no, sterile_until, surgery_date });
  }
}

/** Exactly what the second person has scanned: a piece that was taken away or added since sends the case back to review. */
function reviewedOf({ reviewed }: Surgery, goods: readonly ReadyGoods[]): ReadyGoods[] {
  const seen = new Set(reviewed.map((one) => one.allocation_id));
  const changed = goods.filter((g) => !seen.has(g.allocation_id)).length + seen.size - goods.length;
  if (changed !== 0 || goods.some((g) => g.status !== 'picked')) {
    fail('fulfilment.scan_differs', { differing: Math.max(1, changed) });
  }
  return [...goods];
}

const serialsOf = ({ reviewed }: Surgery) =>
  new Map(reviewed.map(({ allocation_id, serial_nos }) => [allocation_id, serial_nos]));

/** The goods stay ours at the place of the case; the gate judges the hospital, the way, and life until the surgery. */
async function send(
  { tx, actor }: Context,
  surgery: Surgery,
  lines: readonly SurgicalLine[],
  goods: readonly ReadyGoods[],
): Promise<number> {
  const { document_no, case_id, department_id, warehouse_id, partner_id, surgery_at, surgery_date } = surgery;
  const place = await hospitalPlace(tx, department_id, caseKey(case_id));
  const lanes = await lanesBetween(tx, { from_warehouse_id: warehouse_id, to_partner_id: partner_id });
  const items = new Set(goods.map((g) => g.item_id));
  const carried = lines.filter((line) => items.has(line.item_id));
  const serials = serialsOf(surgery);
  return postOrFail(tx, {
    purpose: 'ship',
    lent: true,
    actor,
    document_no,
    document_key: caseKey(case_id),
    lane_id: laneFor(carried, { lanes, needed_at: surgery_at })?.lane_id ?? null,
    arrival_date: surgery_date,
    lines: goods.map((g) => ({
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
    })),
  });
}

/** One document for all of the case, kept as its most sensitive piece asks. */
async function book(
  context: Context,
  surgery: Surgery,
  lines: readonly SurgicalLine[],
  goods: readonly ReadyGoods[],
): Promise<void> {
  const { tx } = context;
  const { case_id, document_no, warehouse_id, partner_id, department_id, surgery_at } = surgery;
  const lanes = await lanesBetween(tx, { from_warehouse_id: warehouse_id, to_partner_id: partner_id });
  const items = new Set(goods.map((g) => g.item_id));
  const asked = new Set(
    lines.filter((line) => items.has(line.item_id)).map((line) => line.storage_condition),
  );
  const lots = Map.groupBy(goods, (g) => g.lot_id);
  await bookDocuments(context, [
    {
      document_key: caseKey(case_id),
      document_no,
      kind: 'delivery',
      from_warehouse_id: warehouse_id,
      to_partner_id: partner_id,
      department_id,
      lane_id: laneFor(lines, { lanes, needed_at: surgery_at })?.lane_id ?? null,
      needed_at: surgery_at,
      storage_condition: STRICTEST.find((condition) => asked.has(condition)) ?? 'ambient',
      packages: 1,
      ssccs: [],
      weight_g: null,
      volume_ml: null,
      lines: [...lots.values()].map((of) => ({
        item_id: of[0]!.item_id,
        lot_id: of[0]!.lot_id,
        qty: of.reduce((sum, g) => sum + g.qty, 0),
      })),
    },
  ]);
}

/** By lot and owner; a lot that is an instrument in one line counts as one that comes back. */
function piecesOf(
  surgery: Surgery,
  lines: readonly SurgicalLine[],
  goods: readonly ReadyGoods[],
): SentPiece[] {
  const roles = new Map(lines.map((line) => [line.line_id, line.role]));
  const serials = serialsOf(surgery);
  return [...Map.groupBy(goods, (g) => `${g.lot_id}|${g.owner_id}`).values()].map((shares) => ({
    item_id: shares[0]!.item_id,
    lot_id: shares[0]!.lot_id,
    owner_id: shares[0]!.owner_id,
    role:
      shares.map((g) => roles.get(g.line_id)!).find((role) => role === 'instrument') ??
      roles.get(shares[0]!.line_id)!,
    qty: shares.reduce((sum, g) => sum + g.qty, 0),
    serial_nos: shares.flatMap((g) => serials.get(g.allocation_id) ?? []),
  }));
}

function report(
  { audit, emit }: Context,
  { case_id, document_no, warehouse_id, status }: Surgery,
  left: { movement_id: number; qty: number; sets: string[] },
): void {
  audit({
    entity: 'surgical_case',
    entity_id: case_id,
    warehouse_id,
    detail: { document_no, ...left, before: { status }, after: { status: 'out' } },
  });
  emit('fulfilment.case_dispatched', String(case_id), { case_id, document_no, warehouse_id, ...left });
}
