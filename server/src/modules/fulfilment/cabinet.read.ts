import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { type Aside, hospitalPlace, less, type Standing, standingAt } from './consigned.ts';
import type { Lacking } from './fill-lines.ts';

export type Agreement = {
  readonly agreement_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly swap_days: number;
  readonly status: 'active' | 'ended';
  /** Who owns what stands in this cabinet of ours. */
  readonly owner_id: number;
};
const AGREEMENT = `select a.agreement_id, a.document_no, a.warehouse_id, a.partner_id, a.department_id, a.swap_days, a.status,
    w.legal_entity_id as owner_id
  from fulfilment.consign_agreement a join masterdata.v_warehouse w on w.warehouse_id = a.warehouse_id`;

/** Locks an agreement, so that counts, refills and uses of a cabinet follow each other. */
export async function lockAgreement(tx: Tx, agreement_id: number): Promise<Agreement> {
  const [agreement] = await tx.rows<Agreement>(`${AGREEMENT} where a.agreement_id = $1 for update of a`, [
    agreement_id,
  ]);
  if (agreement === undefined) notFound('agreement', agreement_id);
  return agreement;
}

/** The living agreement of a department, locked; null where there is none in sight. */
export async function lockAgreementOf(tx: Tx, department_id: number): Promise<Agreement | null> {
  const rows = await tx.rows<Agreement>(
    `${AGREEMENT} where a.department_id = $1 and a.status = 'active' for update of a`,
    [department_id],
  );
  return rows[0] ?? null;
}

export function stillActive({ document_no, status }: Agreement): void {
  if (status !== 'active') fail('fulfilment.agreement_ended', { document_no });
}

/** What stands in a cabinet and is not set aside as missing. The account comes with it. */
export async function openInCabinet(
  tx: Tx,
  { department_id, agreement_id }: Agreement,
): Promise<{ place: number; standing: Standing[] }> {
  const place = await hospitalPlace(tx, department_id, null);
  const standing = await standingAt(tx, place);
  const aside = await asidesOf(tx, agreement_id, 'missing');
  return { place, standing: less(standing, aside) };
}

/** Open differences of a cabinet of one kind. */
export function asidesOf(tx: Tx, agreement_id: number, kind: 'missing' | 'surplus'): Promise<Aside[]> {
  return tx.rows<Aside>(
    `select lot_id, owner_id, qty, serial_nos from fulfilment.consign_difference
     where agreement_id = $1 and kind = $2 and status = 'open' order by difference_id`,
    [agreement_id, kind],
  );
}

export type Refill = {
  readonly refill_id: number;
  readonly document_no: string;
  readonly agreement_id: number;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly status: 'open' | 'delivered' | 'cancelled';
  readonly created_by: number | null;
};
export async function lockRefill(tx: Tx, refill_id: number): Promise<Refill> {
  const [refill] = await tx.rows<Refill>(
    `select refill_id, document_no, agreement_id, warehouse_id, partner_id, department_id, status, created_by
     from fulfilment.refill where refill_id = $1 for update`,
    [refill_id],
  );
  if (refill === undefined) notFound('refill', refill_id);
  return refill;
}

export function stillOpen({ document_no, status }: Refill): void {
  if (status !== 'open') fail('fulfilment.refill_closed', { document_no, status });
}

export function refillLinesOf(tx: Tx, refill_id: number): Promise<Lacking[]> {
  return tx.rows<Lacking>(
    `select l.refill_line_id as line_id, l.line_no, l.warehouse_id, l.item_id, l.qty, l.min_remaining_days,
       i.storage_condition, i.temp_min_c, i.temp_max_c
     from fulfilment.refill_line l join masterdata.v_item i on i.item_id = l.item_id
     where l.refill_id = $1 order by l.line_no`,
    [refill_id],
  );
}
