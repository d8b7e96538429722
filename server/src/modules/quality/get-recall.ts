import { getRecall as contract, type OutputOf } from '@tongcang/contract';
import { attachmentsOf } from '../../platform/attachments.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { signaturesOf } from '../identity/index.ts';
import { recallHeads } from './list-recalls.ts';
import { figuresOf, openOf } from './recall.model.ts';
import { describeLots, inOurHands, lotsOfCase, type Notice, noticesOf, placesOf } from './recall.read.ts';

type Output = OutputOf<typeof contract>;
type More = Omit<
  Output,
  | keyof Awaited<ReturnType<typeof recallHeads>>[number]
  | 'criteria'
  | 'lot_rows'
  | 'places'
  | 'notice_rows'
  | 'figures'
  | 'stopped_qty'
  | 'signatures'
  | 'papers'
>;

export const getRecall = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  ({ tx }, { case_id }) => recallOf(tx, case_id),
);

/** Everything about a case; notices and places out of sight are absent. */
export async function recallOf(tx: Tx, case_id: number): Promise<Output> {
  const [heads, [more], criteria, scope, notices, signatures, papers] = await Promise.all([
    recallHeads(tx, [case_id, null, false, 0, 1]),
    moreOf(tx, case_id),
    criteriaOf(tx, case_id),
    lotsOfCase(tx, case_id),
    noticesOf(tx, { case_id }),
    signaturesOf(tx, 'recall', case_id),
    attachmentsOf(tx, 'recall', case_id),
  ]);
  const head = heads[0] ?? notFound('recall', case_id);
  const [found, places] = await Promise.all([describeLots(tx, scope), placesOf(tx, scope)]);
  const lifts = new Map(scope.lots.map((lot) => [lot.lot_id, lot]));
  const kept = new Set(scope.lots.filter((lot) => lot.lifted_at === null).map((lot) => lot.lot_id));
  return {
    ...head,
    ...more!,
    criteria,
    lot_rows: found.map((lot) => {
      const { lifted_at, lifted_by_name } = lifts.get(lot.lot_id)!;
      return { ...lot, lifted_at, lifted_by_name };
    }),
    places,
    notice_rows: notices.map(withOpen),
    figures: figuresOf(notices),
    stopped_qty: head.kind === 'mock' ? 0 : inOurHands(places.filter((place) => kept.has(place.lot_id))),
    signatures,
    papers,
  };
}

/** A notice with what its lines leave open. */
export function withOpen(notice: Awaited<ReturnType<typeof noticesOf>>[number]): Notice {
  const { case_id: _, lines, ...rest } = notice;
  return { ...rest, lines: lines.map((line) => ({ ...line, unaccounted_qty: openOf(line).unaccounted })) };
}

function moreOf(tx: Tx, case_id: number): Promise<More[]> {
  return tx.rows(
    `select c.handling, c.instruction, c.reference_no, c.registrant_name, c.contact_name, c.contact_phone, c.movement_id,
       c.locked_qty, c.voided_allocations, c.roads, c.lock_ms, c.list_ms, c.closed_by_name, c.close_note,
       (select case when count(*) = count(n.sent_at) then ceil(extract(epoch from max(n.sent_at) - c.started_at) * 1000)::bigint end
        from quality.recall_notice n where n.case_id = c.case_id) as notify_ms
     from quality.recall_case c where c.case_id = $1`,
    [case_id],
  );
}

function criteriaOf(tx: Tx, case_id: number): Promise<Output['criteria']> {
  return tx.rows(
    `select c.line_no, i.item_code, p.name as supplier_name, c.lot_no, c.serial_from, c.serial_to, c.production_from,
       c.production_to, c.expiry_from, c.expiry_to, c.receipt_no
     from quality.recall_criterion c
     left join masterdata.v_item i on i.item_id = c.item_id
     left join masterdata.v_partner p on p.partner_id = c.supplier_id
     where c.case_id = $1 order by c.line_no`,
    [case_id],
  );
}
