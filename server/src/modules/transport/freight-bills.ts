import type { InputOf, OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { requireCarrier } from './carriers.ts';
import { refused } from './create-shipments.ts';
import { type FreightBasis, needsReason } from './freight.model.ts';
import { insertBill } from './freight.write.ts';

type Row = OutputOf<typeof contract.listFreightBills>['rows'][number];
type Output = OutputOf<typeof contract.getFreightBill>;
type Line = InputOf<typeof contract.enterFreightBill>['lines'][number];

/** Sums are those of the lines in sight. */
const BILL = `select b.bill_id, b.document_no, b.partner_id as carrier_id, p.name as carrier_name, b.carrier_bill_no, b.billed_on,
    b.basis, b.status, b.reverses_id, v.bill_id as reversed_by_id, coalesce(l.quote_fen, 0) as quote_fen,
    coalesce(l.billed_fen, 0) as billed_fen, coalesce(l.lines, 0) as lines, b.entered_by, b.entered_at, b.note,
    b.decided_at, b.decision_note, e.display_name as entered_by_name, d.display_name as decided_by_name
  from transport.freight_bill b
  join masterdata.v_partner p on p.partner_id = b.partner_id
  left join transport.freight_bill v on v.reverses_id = b.bill_id and v.status <> 'declined'
  left join identity.v_user e on e.user_id = b.entered_by
  left join identity.v_user d on d.user_id = b.decided_by
  left join lateral (
    select sum(x.quote_fen)::bigint as quote_fen, sum(x.billed_fen)::bigint as billed_fen, count(*)::integer as lines
    from transport.freight_line x where x.bill_id = b.bill_id) l on true`;

export const listBills = defineVerb(
  contract.listFreightBills,
  { permission: 'transport.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `${BILL}
       where ($1::bigint is null or b.partner_id = $1) and ($2::text is null or b.status = $2)
         and ($3::bigint is null or b.bill_id < $3)
       order by b.bill_id desc limit $4`,
      [input.carrier_id ?? null, input.status ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'bill_id', input.limit) };
  },
);

export const getBill = defineVerb(
  contract.getFreightBill,
  { permission: 'transport.read', audit: null },
  async ({ tx }, { bill_id }) => {
    const [[head], line_rows, shares] = await Promise.all([
      tx.rows<Omit<Output, 'line_rows' | 'shares'>>(`${BILL} where b.bill_id = $1`, [bill_id]),
      tx.rows<Output['line_rows'][number]>(
        `select l.line_no, l.shipment_id, s.document_no as shipment_no, coalesce(t.name, (
             select string_agg(u.name, ', ' order by p.stop_no) from transport.stop p
             join masterdata.v_partner u on u.partner_id = p.customer_id where p.shipment_id = s.shipment_id), '') as destination,
           l.quote_fen, l.billed_fen, l.difference_reason
         from transport.freight_line l join transport.shipment s using (shipment_id)
         left join masterdata.v_warehouse t on t.warehouse_id = s.to_warehouse_id
         where l.bill_id = $1 order by l.line_no`,
        [bill_id],
      ),
      tx.rows<Output['shares'][number]>(
        `select d.document_key, d.document_no, i.item_code, i.name as item_name, b.lot_no, l.qty, f.amount_fen
         from transport.freight_share f join transport.document d using (transport_document_id)
         join transport.document_line l using (transport_document_id, line_no)
         join masterdata.v_item i on i.item_id = l.item_id
         join stock.v_lot b on b.item_id = l.item_id and b.lot_id = l.lot_id
         where f.bill_id = $1 order by f.bill_line_no, d.transport_document_id, f.line_no`,
        [bill_id],
      ),
    ]);
    if (head === undefined) notFound('freight_bill', bill_id);
    return { ...head, line_rows, shares };
  },
);

export type Billed = {
  readonly shipment_id: number;
  readonly document_no: string;
  readonly from_warehouse_id: number;
  readonly carrier_id: number | null;
  readonly departed_at: string | null;
  readonly quote_fen: number;
  readonly tolerance_bp: number;
  /** The bill, not declined and not taken back, on which it stands already. */
  readonly bill_no: string | null;
};

export const enterBill = defineVerb(
  contract.enterFreightBill,
  { permission: 'transport.settle', audit: 'transport.enter_bill' },
  async ({ tx, actor, audit }, input) => {
    await requireCarrier(tx, input.carrier_id);
    const billed = await billedOf(
      tx,
      input.lines.map((line) => line.shipment_id),
    );
    const errors = input.lines.flatMap((line, index) => lineErrors(line, index, input, billed, actor));
    if (errors.length > 0) throw refused(errors);
    const lines = input.lines.map((line, index) => {
      const { quote_fen, from_warehouse_id } = billed.get(line.shipment_id)!;
      const { shipment_id, billed_fen, difference_reason } = line;
      return { line_no: index + 1, shipment_id, from_warehouse_id, quote_fen, billed_fen, difference_reason };
    });
    const made = await insertBill(tx, { ...input, reverses_id: null, entered_by: actor.user_id, lines });
    const sum = (of: (line: (typeof lines)[number]) => number) =>
      lines.reduce((total, line) => total + of(line), 0);
    const difference_fen = sum((line) => line.billed_fen) - sum((line) => line.quote_fen);
    const { carrier_id, carrier_bill_no } = input;
    audit({
      entity: 'freight_bill',
      entity_id: made.bill_id,
      detail: { ...made, carrier_id, carrier_bill_no, lines: lines.length, difference_fen },
    });
    return { ...made, difference_fen };
  },
);

/** What is known of shipments that a bill speaks of; one statement. */
export async function billedOf(tx: Tx, shipment_ids: readonly number[]): Promise<Map<number, Billed>> {
  const rows = await tx.rows<Billed>(
    `select s.shipment_id, s.document_no, s.from_warehouse_id, s.partner_id as carrier_id, s.departed_at,
       coalesce(s.quote_fen, 0) as quote_fen, coalesce(c.tolerance_bp, 0) as tolerance_bp, (
         select min(b.document_no) from transport.freight_line l join transport.freight_bill b using (bill_id)
         where l.shipment_id = s.shipment_id and b.status <> 'declined' and b.reverses_id is null
           and not exists (select from transport.freight_bill v
             where v.reverses_id = b.bill_id and v.status = 'approved')) as bill_no
     from transport.shipment s
     left join transport.rate r on r.rate_id = s.rate_id
     left join transport.contract c on c.contract_id = r.contract_id
     where s.shipment_id = any($1::bigint[]) order by s.shipment_id for update of s`,
    [shipment_ids],
  );
  return new Map(rows.map((row) => [row.shipment_id, row]));
}

function lineErrors(
  line: Line,
  index: number,
  input: { readonly carrier_id: number; readonly lines: readonly Line[] },
  billed: ReadonlyMap<number, Billed>,
  actor: Actor,
): FieldError[] {
  const shipment = billed.get(line.shipment_id);
  const path = `lines.${index}`;
  const error = (code: string, params: FieldError['params'] = {}, field = 'shipment_id') => [
    { path: `${path}.${field}`, code, params },
  ];
  if (shipment === undefined) return error('unknown');
  const { document_no, bill_no, quote_fen } = shipment;
  if (!can(actor, 'transport.settle', shipment.from_warehouse_id)) return error('unknown');
  if (input.lines.findIndex((one) => one.shipment_id === line.shipment_id) < index) return error('duplicate');
  if (shipment.carrier_id !== input.carrier_id)
    return error('transport.bill_foreign_shipment', { document_no });
  if (shipment.departed_at === null) return error('transport.bill_not_departed', { document_no });
  if (bill_no !== null) return error('transport.billed_before', { document_no, bill_no });
  const unexplained = line.difference_reason === undefined || line.difference_reason === '';
  if (unexplained && needsReason(quote_fen, line.billed_fen, shipment.tolerance_bp)) {
    const difference_fen = line.billed_fen - quote_fen;
    const params = { document_no, difference_fen, difference_yuan: (difference_fen / 100).toFixed(2) };
    return error('transport.difference_needs_reason', params, 'difference_reason');
  }
  return [];
}

export type Bill = {
  readonly bill_id: number;
  readonly document_no: string;
  readonly carrier_id: number;
  readonly carrier_bill_no: string;
  readonly billed_on: string;
  readonly basis: FreightBasis;
  readonly status: 'entered' | 'approved' | 'declined';
  readonly reverses_id: number | null;
  readonly entered_by: number | null;
  /** A bill that takes this one back stands or waits. */
  readonly reversed: boolean;
};
export type BillLine = {
  readonly line_no: number;
  readonly shipment_id: number;
  readonly from_warehouse_id: number;
  readonly quote_fen: number;
  readonly billed_fen: number;
};

/** Locks a bill and reads its lines, all of which must be in the actor's hands. */
export async function lockBill(
  tx: Tx,
  actor: Actor,
  permission: string,
  bill_id: number,
): Promise<{ bill: Bill; lines: BillLine[] }> {
  const [bill] = await tx.rows<Bill & { lines: number }>(
    `select bill_id, document_no, partner_id as carrier_id, carrier_bill_no, billed_on, basis, status, reverses_id, entered_by,
       exists (select from transport.freight_bill v where v.reverses_id = b.bill_id and v.status <> 'declined') as reversed
     from transport.freight_bill b where bill_id = $1 for update`,
    [bill_id],
  );
  if (bill === undefined) notFound('freight_bill', bill_id);
  const lines = await tx.rows<BillLine>(
    `select line_no, shipment_id, from_warehouse_id, quote_fen, billed_fen from transport.freight_line
     where bill_id = $1 order by line_no`,
    [bill_id],
  );
  const foreign = lines.find((line) => !can(actor, permission, line.from_warehouse_id));
  if (lines.length === 0) notFound('freight_bill', bill_id);
  if (foreign !== undefined)
    fail('platform.forbidden', { permission, warehouse_id: foreign.from_warehouse_id });
  return { bill, lines };
}
