import type { Tx } from '../../platform/db.ts';
import type { Disposition } from '../compliance/index.ts';
import { documentKey, type SentLot } from './transfer.model.ts';

/** Goods of an order on the road, as the ledger has them now: a recall may have changed what they are. */
export type RoadStock = {
  readonly account_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly disposition: Disposition;
  readonly qty: number;
  /** Empty for goods that are tracked by lot. */
  readonly serial_nos: readonly string[];
};

export function roadOf(tx: Tx, transfer_id: number): Promise<RoadStock[]> {
  return tx.rows<RoadStock>(
    `select b.account_id, b.item_id, b.lot_id, b.owner_id, b.disposition::text as disposition, b.qty,
       array(select s.serial_no from stock.v_serial s
         where (s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition)
           = (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition) order by s.serial_no) as serial_nos
     from stock.v_account a join stock.v_balance b on b.account_id = a.account_id
     where a.kind = 'in_transit' and a.document_key = $1 and b.qty > 0
     order by b.item_id, b.lot_id, b.owner_id, b.disposition`,
    [documentKey(transfer_id)],
  );
}

/** A share of what is on the road. */
export type Taken = {
  readonly stock: RoadStock;
  readonly owner_id: number;
  readonly qty: number;
  readonly serial_nos: readonly string[] | undefined;
};
type Claim = Pick<SentLot, 'item_id' | 'lot_id' | 'owner_id' | 'tracking'>;

/** Hands out what is on the road, piece by piece and never twice. Made for one verb. */
export type Road = {
  /** `qty` pieces of a lot; the serials where they are named. Less comes back where the ledger has less. */
  take(lot: Claim, qty: number, serial_nos: readonly string[] | undefined): Taken[];
  /** Serials of a lot that nobody has taken yet. */
  serialsLeft(lot: Claim): string[];
};

export function handOut(stocks: readonly RoadStock[]): Road {
  const left = stocks.map((stock) => ({ stock, qty: stock.qty, serials: new Set(stock.serial_nos) }));
  const of = (lot: Claim) =>
    left.filter(
      ({ stock }) =>
        stock.item_id === lot.item_id && stock.lot_id === lot.lot_id && stock.owner_id === lot.owner_id,
    );
  return {
    take(lot, qty, serial_nos) {
      const taken: Taken[] = [];
      let missing = qty;
      for (const share of of(lot)) {
        const named = serial_nos?.filter((serial_no) => share.serials.has(serial_no));
        const now = named === undefined ? Math.min(missing, share.qty) : named.length;
        if (now === 0) continue;
        for (const serial_no of named ?? []) share.serials.delete(serial_no);
        share.qty -= now;
        missing -= now;
        taken.push({ stock: share.stock, owner_id: lot.owner_id, qty: now, serial_nos: named });
      }
      return taken;
    },
    serialsLeft: (lot) => of(lot).flatMap(({ serials }) => [...serials]),
  };
}
