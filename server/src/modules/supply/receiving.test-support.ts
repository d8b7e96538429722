import type * as contract from '@tongcang/contract';
import type { InputOf, OutputOf } from '@tongcang/contract';
import { footprint } from '../../../test/support/documents.ts';
import type { World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { receiving_verbs } from './receiving.ts';

const VERBS = new Map(receiving_verbs.map((verb) => [verb.contract.name, verb]));

export type Received = OutputOf<typeof contract.receiveGoods>;
export type Seen = OutputOf<typeof contract.getReceipt>;
type Counted = Partial<InputOf<typeof contract.receiveGoods>['lines'][number]> & { item_id: number };
type Judged = Partial<InputOf<typeof contract.acceptGoods>['lines'][number]>;
export type OrderLineWanted = {
  readonly item_id: number;
  readonly qty: number;
  readonly unit_price_fen?: number;
};
export type AsnLineWanted = {
  readonly item_id: number;
  readonly lot_no: string;
  readonly qty: number;
  readonly sscc?: string;
  readonly serial_nos?: readonly string[];
};

/** The buyer of every order made here. */
export const BUYER_ID = 71;
export const DATES = { production_date: '2026-01-10', expiry_date: '2030-01-09' };

/** People of receiving, and ways to call its verbs and to make what goods are received against. */
export function receiversOf(world: World) {
  const { north, south } = world;
  const keeper = ['supply.read', 'supply.receive', 'supply.return', 'stock.pick', 'stock.read'];
  const people = {
    keeper: world.as(keeper, [north.warehouse_id], 81),
    second_keeper: world.as(keeper, [north.warehouse_id], 82),
    south_keeper: world.as(keeper, [south.warehouse_id], 83),
    acceptor: world.as(['supply.read', 'supply.accept'], [north.warehouse_id], 84),
    buyer: world.as(['supply.read', 'supply.accept', 'supply.return'], 'all', BUYER_ID),
    boss: world.as(['supply.read', 'supply.approve'], 'all', 85),
  };
  const call = <T>(name: string, input: unknown, actor: Actor): Promise<T> =>
    world.call(VERBS.get(`supply.${name}`)!, input, { actor }) as Promise<T>;
  let notes = 0;
  const receive = (
    input: Readonly<Record<string, unknown>>,
    lines: readonly Counted[],
    actor = people.keeper,
  ): Promise<Received> => {
    notes += 1;
    const counted = lines.map((line) => ({ lot_no: `L-${notes}`, received: 0, ...DATES, ...line }));
    const head = { warehouse_id: north.warehouse_id, delivery_note_no: `DN-${notes}` };
    const { line_ids: _order_lines, ...against } = input;
    return call('receive-goods', { ...head, ...against, lines: counted }, actor);
  };
  const see = (receipt_id: number, actor = people.keeper): Promise<Seen> =>
    call('get-receipt', { receipt_id }, actor);
  const judgedAs = (line: Seen['line_rows'][number], judged: Judged) => ({
    receipt_line_id: line.receipt_line_id,
    sample: 1,
    qualified: line.waiting,
    packaging_ok: true,
    label_ok: true,
    documents_ok: true,
    purchase_date: '2026-02-01',
    ...judged,
  });
  /** Accepts every line; what is given is said of the first one. */
  const accept = async (
    receipt_id: number,
    first: Judged = {},
    actor = people.acceptor,
  ): Promise<OutputOf<typeof contract.acceptGoods>> => {
    const { line_rows } = await see(receipt_id);
    const lines = line_rows
      .filter((line) => line.waiting > 0)
      .map((line, index) => judgedAs(line, index === 0 ? first : {}));
    return call('accept-goods', { receipt_id, lines }, actor);
  };
  return { ...people, call, receive, see, accept, order: orderMaker(world), asn: asnMaker(world) };
}
export type Receivers = ReturnType<typeof receiversOf>;

/** An order as approved and confirmed, written by the owner: how orders come about is purchasing's. */
function orderMaker(world: World) {
  return async (lines: readonly OrderLineWanted[], site = world.north) => {
    const [order] = await world.sql<{ id: string }>(
      `insert into supply.purchase_order (partner_id, warehouse_id, owner_id, status, total_fen, reason, requested_by,
         requested_by_name, submitted_at, approvals_needed, approved_at)
       values ($1, $2, $3, 'approved', 1, 'x', $4, 'buyer', '2026-02-01T02:00:00Z', 1, now()) returning purchase_order_id as id`,
      [world.supplier_id, site.warehouse_id, world.entity_id, BUYER_ID],
    );
    const rows = await world.sql<{ id: string }>(
      `insert into supply.purchase_order_line (purchase_order_id, partner_id, warehouse_id, line_no, item_id, qty,
         unit_price_fen, price_source, needed_on)
       select $1, $2, $3, ord, item_id, qty, price, 'entered', '2035-01-01'
       from unnest($4::bigint[], $5::bigint[], $6::bigint[]) with ordinality as k(item_id, qty, price, ord)
       order by ord returning purchase_order_line_id as id`,
      [
        order!.id,
        world.supplier_id,
        site.warehouse_id,
        lines.map((line) => line.item_id),
        lines.map((line) => line.qty),
        lines.map((line) => line.unit_price_fen ?? 1200),
      ],
    );
    return { purchase_order_id: Number(order!.id), line_ids: rows.map((row) => Number(row.id)) };
  };
}

/** An arrival notice about all lines of an order. */
function asnMaker(world: World) {
  let notes = 0;
  return async (
    order: { readonly line_ids: readonly number[] },
    lines: readonly AsnLineWanted[],
    site = world.north,
  ): Promise<number> => {
    notes += 1;
    const [asn] = await world.sql<{ id: string }>(
      `insert into supply.asn (partner_id, warehouse_id, delivery_note_no, expected_at, created_by_name, created_by_supplier)
       values ($1, $2, $3, now() + interval '1 day', 'x', true) returning asn_id as id`,
      [world.supplier_id, site.warehouse_id, `ASN-DN-${notes}`],
    );
    await world.sql(
      `insert into supply.asn_line (asn_id, partner_id, warehouse_id, line_no, purchase_order_line_id, item_id, lot_no,
         production_date, expiry_date, qty, sscc, serial_nos)
       select $1, $2, $3, k.line_no, k.purchase_order_line_id, k.item_id, k.lot_no, '2026-01-10', '2030-01-09', k.qty,
         k.sscc, array(select jsonb_array_elements_text(k.serial_nos))
       from jsonb_to_recordset($4::jsonb) as k(line_no integer, purchase_order_line_id bigint, item_id bigint, lot_no text,
         qty bigint, sscc text, serial_nos jsonb)`,
      [
        asn!.id,
        world.supplier_id,
        site.warehouse_id,
        JSON.stringify(
          lines.map((line, index) => ({
            serial_nos: [],
            ...line,
            line_no: index + 1,
            purchase_order_line_id: order.line_ids[Math.min(index, order.line_ids.length - 1)],
          })),
        ),
      ],
    );
    return Number(asn!.id);
  };
}

/** What no refusal may leave behind in receiving. */
export async function traces(world: World): Promise<Record<string, unknown>> {
  const [row] = await world.sql<{ counts: Record<string, unknown> }>(
    `select jsonb_build_object(
       'receipts', (select count(*) from supply.receipt), 'lines', (select count(*) from supply.receipt_line),
       'acceptances', (select count(*) from supply.acceptance), 'putaways', (select count(*) from supply.putaway),
       'differences', (select count(*) from supply.receipt_discrepancy), 'travel', (select count(*) from supply.transport_record),
       'returns', (select count(*) from supply.supplier_return), 'lots', (select count(*) from stock.lot),
       'ordered', (select sum(qty_received) from supply.purchase_order_line),
       'statuses', (select string_agg(receipt_id || status, ',' order by receipt_id) from supply.receipt),
       'return_statuses', (select string_agg(supplier_return_id || status, ',' order by supplier_return_id) from supply.supplier_return)
     ) as counts`,
  );
  return { ...row!.counts, ...(await footprint(world)) };
}

/** Statements that `work` sends. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  observeStatements(() => {
    statements += 1;
  });
  try {
    await work();
  } finally {
    observeStatements(null);
  }
  return statements;
}
