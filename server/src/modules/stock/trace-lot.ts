import { traceLot as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Output = OutputOf<typeof contract>;
type Edge = Output['edges'][number];
type Node = Output['nodes'][number] & { ours: boolean };
type Asked = { item_id: number; lot_id: number; serial_id: number | null };
export type LedgerTrace = Output;

const STEPS_SHOWN = 500;

export const traceLot = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  ({ tx }, { item_id, lot_id, serial_no = null }): Promise<Output> =>
    ledgerTrace(tx, { item_id, lot_id, serial_no }, STEPS_SHOWN),
);

/** The path of a lot or of one piece through the ledger, with the last steps in full; four or five statements. */
export async function ledgerTrace(
  tx: Tx,
  {
    item_id,
    lot_id,
    serial_no,
  }: { readonly item_id: number; readonly lot_id: number; readonly serial_no: string | null },
  steps_max: number,
): Promise<Output> {
  const lot = await lotOf(tx, item_id, lot_id);
  const serial_id = serial_no === null ? null : await serialOf(tx, item_id, lot_id, serial_no);
  const asked = { item_id, lot_id, serial_id };
  const [flows, steps] = await Promise.all([flowsOf(tx, asked), stepsOf(tx, asked, steps_max)]);
  const nodes = await nodesOf(tx, flows, asked);
  return {
    lot,
    nodes: nodes.map(({ ours: _, ...node }) => node),
    edges: flows.filter((flow) => flow.from_account_id !== flow.to_account_id),
    steps,
    postings: flows.reduce((sum, flow) => sum + flow.postings, 0),
    totals: totalsOf(flows, nodes),
  };
}

async function lotOf(tx: Tx, item_id: number, lot_id: number): Promise<Output['lot']> {
  const [lot] = await tx.rows<Output['lot']>(
    `select l.item_id, i.item_code, i.name as item_name, l.lot_id, l.lot_no, l.production_date, l.expiry_date, l.recalled
     from stock.lot l join masterdata.v_item i on i.item_id = l.item_id where l.item_id = $1 and l.lot_id = $2`,
    [item_id, lot_id],
  );
  return lot ?? notFound('lot', lot_id);
}

async function serialOf(tx: Tx, item_id: number, lot_id: number, serial_no: string): Promise<number> {
  const [serial] = await tx.rows<{ serial_id: number }>(
    'select serial_id from stock.serial where item_id = $1 and lot_id = $2 and serial_no = $3',
    [item_id, lot_id, serial_no],
  );
  return serial?.serial_id ?? notFound('serial', serial_no);
}

// A serial is one piece: each posting that carried it moved one of it.
const POSTINGS_OF_LOT = `select p.posting_id, p.movement_id, p.qty, p.from_account_id, p.to_account_id, p.from_disposition,
    p.to_disposition, p.occurred_at
  from stock.posting p where p.item_id = $1 and p.lot_id = $2`;
const POSTINGS_OF_SERIAL = `select p.posting_id, p.movement_id, 1::bigint as qty, p.from_account_id, p.to_account_id,
    p.from_disposition, p.to_disposition, p.occurred_at
  from stock.posting_serial s join stock.posting p using (item_id, lot_id, posting_id)
  where s.item_id = $1 and s.lot_id = $2 and s.serial_id = $3`;

const flows = (
  postings: string,
) => `select p.from_account_id, p.to_account_id, m.purpose, sum(p.qty)::bigint as qty,
    count(*) as postings, min(p.occurred_at) as first_at, max(p.occurred_at) as last_at
  from (${postings}) p join stock.movement m using (movement_id)
  group by 1, 2, 3 order by first_at, p.from_account_id, p.to_account_id`;
const FLOWS_OF_LOT = flows(POSTINGS_OF_LOT);
const FLOWS_OF_SERIAL = flows(POSTINGS_OF_SERIAL);

function flowsOf(tx: Tx, { item_id, lot_id, serial_id }: Asked): Promise<Edge[]> {
  return serial_id === null
    ? tx.rows(FLOWS_OF_LOT, [item_id, lot_id])
    : tx.rows(FLOWS_OF_SERIAL, [item_id, lot_id, serial_id]);
}

// Of a lot that went everywhere the last recorded ones, which the key gives without reading the others.
const steps = (
  postings: string,
  limit: string,
) => `select p.posting_id, p.movement_id, m.purpose, m.document_no, m.document_key,
    p.occurred_at, m.recorded_at, m.actor_id, u.display_name as actor_name, p.qty, p.from_account_id, p.to_account_id, p.from_disposition, p.to_disposition
  from (${postings} order by p.posting_id desc limit ${limit}) p
  join stock.movement m using (movement_id) left join identity.v_user u on u.user_id = m.actor_id
  order by p.occurred_at desc, p.posting_id desc`;
const STEPS_OF_LOT = steps(POSTINGS_OF_LOT, '$3');
const STEPS_OF_SERIAL = steps(POSTINGS_OF_SERIAL, '$4');

function stepsOf(tx: Tx, { item_id, lot_id, serial_id }: Asked, steps_max: number): Promise<Output['steps']> {
  return serial_id === null
    ? tx.rows(STEPS_OF_LOT, [item_id, lot_id, steps_max])
    : tx.rows(STEPS_OF_SERIAL, [item_id, lot_id, serial_id, steps_max]);
}

/** The places on the path, named for people, with what stands there now: of the lot, or the one serial. */
function nodesOf(tx: Tx, edges: readonly Edge[], { item_id, lot_id, serial_id }: Asked): Promise<Node[]> {
  const places = [...new Set(edges.flatMap((e) => [e.from_account_id, e.to_account_id]))];
  return tx.rows(
    `select a.account_id, a.kind, a.kind in ('bin', 'in_transit', 'consigned', 'repair') as ours, a.warehouse_id, w.warehouse_code,
       coalesce(p.location_code, d.name, r.name, a.document_key, w.warehouse_code, a.kind) as label,
       case when $4::bigint is null then coalesce(s.qty, 0)::bigint
         else (select count(*) from stock.serial x where x.item_id = $1 and x.serial_id = $4 and x.account_id = a.account_id)
       end as qty
     from stock.account a
     left join masterdata.v_warehouse w on w.warehouse_id = a.warehouse_id
     left join masterdata.v_location p on p.location_id = a.location_id
     left join masterdata.v_department d on d.department_id = a.department_id
     left join masterdata.v_partner r on r.partner_id = a.partner_id
     left join (select account_id, sum(qty) as qty from stock.balance where item_id = $1 and lot_id = $2 group by 1) s
       on s.account_id = a.account_id
     where a.account_id = any($3::bigint[])
     order by a.account_id`,
    [item_id, lot_id, places, serial_id],
  );
}

/** Sums by kind of place from the flows: what came in and where it went, in base units. */
function totalsOf(edges: readonly Edge[], nodes: readonly Node[]): Output['totals'] {
  const kinds = new Map(nodes.map((node) => [node.account_id, node.kind]));
  const into = (kind: string, wanted: (edge: Edge) => boolean = () => true) =>
    edges.reduce((sum, edge) => {
      if (!wanted(edge)) return sum;
      const to = kinds.get(edge.to_account_id) === kind ? edge.qty : 0;
      const from = kinds.get(edge.from_account_id) === kind ? edge.qty : 0;
      return sum + to - from;
    }, 0);
  const returned = edges
    .filter((edge) => kinds.get(edge.to_account_id) === 'supplier')
    .reduce((sum, edge) => sum + edge.qty, 0);
  const opened = -into('adjustment', (edge) => edge.purpose === 'opening');
  return {
    received: opened + returned - into('supplier'),
    on_hand: into('bin'),
    in_transit: into('in_transit'),
    in_repair: into('repair'),
    converted: into('conversion'),
    consigned: into('consigned'),
    delivered: into('customer'),
    destroyed: into('destroyed'),
    returned,
    adjusted: -into('adjustment', (edge) => edge.purpose !== 'opening'),
  };
}
