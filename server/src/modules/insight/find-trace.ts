import { findTrace as contract, type OutputOf } from '@tongcang/contract';
import { isValidSscc } from '@tongcang/udi';
import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { meaningOf, readLabel } from '../stock/index.ts';
import { today } from './retention.read.ts';

type Target = OutputOf<typeof contract>['targets'][number];
type TracedLot = Target['lots'][number];
const LOTS_MAX = 500;

export const findTrace = defineVerb(
  contract,
  { permission: 'stock.read', audit: null, statement_timeout_ms: 15_000 },
  async ({ tx, actor }, { code }) => {
    const found = [
      ...(await boxes(tx, await ssccOf(tx, code))),
      ...(await printed(tx, code)),
      ...(await documents(tx, code)),
      ...(can(actor, 'fulfilment.read') ? await patients(tx, code) : []),
    ];
    // A label is read only where the text alone means nothing: a lot is often a number that looks like a label.
    const targets = found.length > 0 ? found : await labelled(tx, actor, code);
    return { targets };
  },
);

/** The number of a box, plain or on a label of any form. */
async function ssccOf(tx: Tx, code: string): Promise<string | null> {
  if (isValidSscc(code)) return code;
  const read = await readLabel(tx, code, { today: await today(tx) });
  return 'errors' in read ? null : read.label.sscc;
}

const LOT = `i.item_id, i.item_code, i.name as item_name, l.lot_id, l.lot_no, l.expiry_date`;
const target = (
  kind: Target['kind'],
  title: string,
  lots: readonly TracedLot[],
  document_key: string | null = null,
): Target => ({
  kind,
  title,
  document_key,
  lots: lots.slice(0, LOTS_MAX),
  lots_total: lots.length,
});

/** A lot or serial number as it is printed; several items may have the same. */
async function printed(tx: Tx, code: string): Promise<Target[]> {
  const rows = await tx.rows<TracedLot>(
    `select ${LOT}, k.serial_no, null::bigint as qty from (
       select item_id, lot_id, null::text as serial_no from stock.v_lot where lot_no = $1
       union all select item_id, lot_id, serial_no from stock.v_serial where serial_no = $1 limit ${LOTS_MAX}) k
     join masterdata.v_item i on i.item_id = k.item_id
     join stock.v_lot l on l.item_id = k.item_id and l.lot_id = k.lot_id order by k.serial_no nulls first, i.item_code`,
    [code],
  );
  return rows.map((row) => target(row.serial_no === null ? 'lot' : 'serial', code, [row]));
}

/** What stands, or once stood, in boxes under a number: ours, of deliveries, of suppliers. */
async function boxes(tx: Tx, sscc: string | null): Promise<Target[]> {
  if (sscc === null) return [];
  const rows = await tx.rows<TracedLot>(
    `select ${LOT}, null::text as serial_no, k.qty from (
       select item_id, lot_id, sum(qty)::bigint as qty from (
         select e.item_id, e.lot_id, e.qty from stock.v_handling_unit u
           join stock.v_unit_event e on e.handling_unit_id = u.handling_unit_id and e.qty > 0 where u.sscc = $1
         union all select n.item_id, n.lot_id, n.qty from fulfilment.v_package p
           join fulfilment.v_package_line n on n.package_id = p.package_id where p.sscc = $1
         union all select item_id, lot_id, qty from supply.v_receipt_unit where sscc = $1) c
       group by 1, 2) k
     join masterdata.v_item i on i.item_id = k.item_id
     join stock.v_lot l on l.item_id = k.item_id and l.lot_id = k.lot_id order by i.item_code, l.lot_no`,
    [sscc],
  );
  return rows.length === 0 ? [] : [target('unit', sscc, rows)];
}

type DocumentLot = TracedLot & { readonly document_key: string | null };

/** Everything that a document moved, by its number. */
async function documents(tx: Tx, code: string): Promise<Target[]> {
  const rows = await tx.rows<DocumentLot>(
    `with named as (select kind || ':' || id as document_key from insight.v_document where document_no = $1),
       moved as (
         select movement_id, document_key from stock.v_movement where document_key in (select document_key from named)
         union select movement_id, document_key from stock.v_movement where document_no = $1)
     select ${LOT}, null::text as serial_no, k.qty, k.document_key from (
       select p.item_id, p.lot_id, max(p.qty) as qty, max(m.document_key) as document_key
       from moved m join stock.v_posting p on p.movement_id = m.movement_id group by 1, 2) k
     join masterdata.v_item i on i.item_id = k.item_id
     join stock.v_lot l on l.item_id = k.item_id and l.lot_id = k.lot_id order by i.item_code, l.lot_no limit 5000`,
    [code],
  );
  return rows.length === 0
    ? []
    : [
        target(
          'document',
          code,
          rows.map(({ document_key: _, ...lot }) => lot),
          rows[0]!.document_key,
        ),
      ];
}

/** What was used on a patient, by the pseudonym that the hospital gave. */
async function patients(tx: Tx, code: string): Promise<Target[]> {
  const rows = await tx.rows<TracedLot>(
    `select ${LOT}, s.serial_no, case when s.serial_no is null then u.qty else 1 end as qty
     from fulfilment.v_usage u
     left join fulfilment.v_surgical_case c on c.case_id = u.case_id
     join masterdata.v_item i on i.item_id = u.item_id
     join stock.v_lot l on l.item_id = u.item_id and l.lot_id = u.lot_id
     left join lateral unnest(u.serial_nos) as s(serial_no) on true
     where u.reversed_at is null and (u.patient_ref = $1
       or u.case_id in (select case_id from fulfilment.v_surgical_case where patient_ref = $1))
     order by u.used_at desc limit 5000`,
    [code],
  );
  return rows.length === 0 ? [] : [target('patient', code, rows)];
}

/** A label of any form, through the same reader as at every scanner. */
async function labelled(tx: Tx, actor: Actor, code: string): Promise<Target[]> {
  const means = await meaningOf(tx, actor, { code });
  if (means.item_id === null) throw new AppError('stock.scan_unknown', { code: code.slice(0, 60) });
  const rows = await tx.rows<TracedLot>(
    `select ${LOT}, $3::text as serial_no, null::bigint as qty
     from stock.v_lot l join masterdata.v_item i on i.item_id = l.item_id
     where l.item_id = $1 and ($2::bigint is null or l.lot_id = $2) order by l.lot_id desc limit 5000`,
    [means.item_id, means.lot_id, means.serial_no],
  );
  const kind = means.serial_no !== null ? 'serial' : means.lot_id !== null ? 'lot' : 'item';
  return [target(kind, means.serial_no ?? means.lot_no ?? means.item_code ?? code, rows)];
}
