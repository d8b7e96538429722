import type { Tx } from '../../platform/db.ts';
import type { Consumer, OutboxEvent } from '../../platform/outbox.ts';
import { type CostEntry, insertCosts } from './finance.write.ts';

type Received = {
  receipt_id: number;
  document_no: string;
  lines: { item_id: number; lot_id: number; owner_id: number; qty: number; unit_price_fen: number | null }[];
};
type Added = {
  document_key?: string;
  document_no?: string;
  lines: { item_id: number; lot_id: number; owner_id?: number; amount_fen: number }[];
};

/**
 * Learns what lots have cost from those who know: receipts their price, landed costs and freight their shares. An event is taken
 * once (its place in the outbox is the key), so nothing is counted twice. Lines without a price say nothing.
 */
export const followCosts: Consumer = {
  name: 'finance.costs',
  topics: [
    'supply.received',
    'supply.landed_cost_allocated',
    'transport.freight_allocated',
    'transfer.sold',
    'warehouse.converted',
  ],
  async handle(events, tx) {
    // Kits come last: what their parts cost may have become known with the same events.
    const told = await withOwners(tx, events.filter(({ topic }) => topic in KINDS).flatMap(entriesOf));
    const bought = await boughtBetweenEntities(
      tx,
      events.filter(({ topic }) => topic === 'transfer.sold'),
    );
    await insertCosts(tx, [...told, ...bought], null);
    for (const event of events.filter(isAssembly)) await insertCosts(tx, await kitCosts(tx, event), null);
  },
};

/** What the lines of an event are. */
const KINDS: Readonly<Record<string, 'receipt' | 'landed' | 'freight'>> = {
  'supply.received': 'receipt',
  'supply.landed_cost_allocated': 'landed',
  'transport.freight_allocated': 'freight',
};

type Sold = { transfer_id: number; document_no: string; to_entity_id: number; movement_id: number };

/** What one legal entity paid another: the price of the transfer for what changed hands. Lines without a price say nothing. */
async function boughtBetweenEntities(tx: Tx, events: readonly OutboxEvent[]): Promise<CostEntry[]> {
  if (events.length === 0) return [];
  const sold = events.map(({ payload }) => payload as Sold);
  const rows = await tx.rows<{ ord: number; item_id: number; lot_id: number; qty: number; price: number }>(
    `select k.ord::integer - 1 as ord, p.item_id, p.lot_id, sum(p.qty)::bigint as qty, max(l.unit_price_fen) as price
     from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality as k(transfer_id, movement_id, buyer_id, ord)
     join stock.v_posting p on p.movement_id = k.movement_id and p.to_owner_id = k.buyer_id and p.from_owner_id <> k.buyer_id
     join transfer.v_transfer_line l on l.transfer_id = k.transfer_id and l.item_id = p.item_id
       and coalesce(l.lot_id, p.lot_id) = p.lot_id and l.unit_price_fen is not null
     group by 1, 2, 3 order by 1, 2, 3`,
    [sold.map((s) => s.transfer_id), sold.map((s) => s.movement_id), sold.map((s) => s.to_entity_id)],
  );
  return rows.map(({ ord, item_id, lot_id, qty, price }) => ({
    item_id,
    lot_id,
    qty,
    owner_id: sold[ord]!.to_entity_id,
    kind: 'entity_in',
    amount_fen: qty * price,
    document_key: `transfer:${sold[ord]!.transfer_id}`,
    document_no: sold[ord]!.document_no,
    source_key: `transfer.sold:${sold[ord]!.movement_id}:${lot_id}`,
    occurred_at: events[ord]!.at,
  }));
}

type Lot = { item_id: number; lot_id: number; qty: number };
type Converted = { work_order_id: number; document_no: string; kind: string; taken: Lot[]; made: Lot[] };

/** Taking apart and labelling anew make lots that have their cost already. */
const isAssembly = ({ topic, payload }: OutboxEvent) =>
  topic === 'warehouse.converted' && (payload as Converted).kind === 'assemble';

/** A kit costs what its parts cost; the last lot made takes what is left by rounding. */
async function kitCosts(tx: Tx, { payload, txid, outbox_id, at }: OutboxEvent): Promise<CostEntry[]> {
  const { work_order_id, document_no, taken, made } = payload as Converted;
  const { fen } = await tx.one<{ fen: number }>(
    `select coalesce(round(sum(k.qty * coalesce(c.unit_fen, l.unit_cost_fen, i.unit_cost_fen))), 0)::bigint as fen
     from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as k(item_id, lot_id, qty)
     join stock.v_lot l on l.item_id = k.item_id and l.lot_id = k.lot_id
     join masterdata.v_item i on i.item_id = k.item_id
     left join lateral (
       select sum(c.amount_fen)::numeric / nullif(sum(c.qty), 0) as unit_fen from finance.cost_entry c
       where c.item_id = k.item_id and c.lot_id = k.lot_id and c.kind <> 'freight') c on true`,
    [taken.map((lot) => lot.item_id), taken.map((lot) => lot.lot_id), taken.map((lot) => lot.qty)],
  );
  const pieces = made.reduce((sum, lot) => sum + lot.qty, 0);
  let left = fen;
  const entries = made.map(({ item_id, lot_id, qty }, index): Entry => {
    const amount_fen = index === made.length - 1 ? left : Math.round((fen * qty) / pieces);
    left -= amount_fen;
    return {
      item_id,
      lot_id,
      qty,
      owner_id: null,
      kind: 'conversion',
      amount_fen,
      document_key: `work_order:${work_order_id}`,
      document_no,
      source_key: `warehouse.converted:${txid}:${outbox_id}:${index}`,
      occurred_at: at,
    };
  });
  return withOwners(tx, entries);
}

type Entry = Omit<CostEntry, 'owner_id'> & { readonly owner_id: number | null };

function entriesOf({ topic, outbox_id, txid, payload, at }: OutboxEvent): Entry[] {
  const source = (index: number) => `${topic}:${txid}:${outbox_id}:${index}`;
  if (topic === 'supply.received') {
    const { receipt_id, document_no, lines } = payload as Received;
    return lines.flatMap((line, index) =>
      line.unit_price_fen === null || line.unit_price_fen === undefined
        ? []
        : {
            ...line,
            kind: 'receipt' as const,
            amount_fen: line.qty * line.unit_price_fen,
            document_key: `receipt:${receipt_id}`,
            document_no,
            source_key: source(index),
            occurred_at: at,
          },
    );
  }
  const kind = KINDS[topic]!;
  const { document_key = null, document_no = null, lines } = payload as Added;
  return lines.map(({ item_id, lot_id, owner_id = null, amount_fen }, index) => ({
    item_id,
    lot_id,
    owner_id: owner_id,
    kind,
    qty: 0,
    amount_fen,
    document_key,
    document_no,
    source_key: source(index),
    occurred_at: at,
  }));
}

/** Shares that name no owner belong to the legal entity that holds the lot. */
async function withOwners(tx: Tx, entries: readonly Entry[]): Promise<CostEntry[]> {
  const open = entries.filter((entry) => entry.owner_id === null);
  const owners = new Map<number, number>();
  if (open.length > 0) {
    const rows = await tx.rows<{ lot_id: number; owner_id: number }>(
      `select distinct on (b.lot_id) b.lot_id, b.owner_id
       from stock.v_balance b join masterdata.v_partner o on o.partner_id = b.owner_id and o.kind = 'legal_entity'
       where (b.item_id, b.lot_id) in (select * from unnest($1::bigint[], $2::bigint[]))
       order by b.lot_id, b.qty desc`,
      [open.map((e) => e.item_id), open.map((e) => e.lot_id)],
    );
    for (const { lot_id, owner_id } of rows) owners.set(lot_id, owner_id);
  }
  return entries.flatMap((entry) => {
    const owner_id = entry.owner_id ?? owners.get(entry.lot_id);
    return owner_id === undefined ? [] : [{ ...entry, owner_id }];
  });
}
