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
  topics: ['supply.received', 'supply.landed_cost_allocated', 'transport.freight_allocated'],
  async handle(events, tx) {
    const entries = events.flatMap(entriesOf);
    if (entries.length > 0) await insertCosts(tx, await withOwners(tx, entries), null);
  },
};

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
  const kind = topic === 'supply.landed_cost_allocated' ? ('landed' as const) : ('freight' as const);
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
