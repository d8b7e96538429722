import type { Tx } from '../../platform/db.ts';
import { sum } from './outbound.model.ts';
import type { ReadyGoods } from './ready-goods.ts';

/** The last review of an allocation. */
export type Reviewed = {
  readonly allocation_id: number;
  readonly qty_passed: number;
  readonly serial_nos: readonly string[];
};

export async function reviewsOf(tx: Tx, allocation_ids: readonly number[]): Promise<Map<number, Reviewed>> {
  const rows = await tx.rows<Reviewed>(
    `select distinct on (allocation_id) allocation_id, qty_passed, serial_nos from fulfilment.review_line
     where allocation_id = any($1::bigint[]) order by allocation_id, review_id desc`,
    [allocation_ids],
  );
  return new Map(rows.map((row) => [row.allocation_id, row]));
}

/** Whether all of what stands there now was looked at by a second person; what changed since is looked at again. */
export function isReviewed(goods: ReadyGoods, reviews: ReadonlyMap<number, Reviewed>): boolean {
  return goods.status === 'picked' && reviews.get(goods.allocation_id)?.qty_passed === goods.qty;
}

/** Classes of devices that leave only reviewed; all of them where the company has not said otherwise. */
export async function reviewedClasses(
  tx: Tx,
  item_ids: readonly number[],
): Promise<(item_id: number) => boolean> {
  const rows = await tx.rows<{ item_id: number; needed: boolean }>(
    `select i.item_id, coalesce((select s.value ? i.device_class from platform.setting s
       where s.name = 'fulfilment.review_classes'), true) as needed
     from masterdata.v_item i where i.item_id = any($1::bigint[])`,
    [item_ids],
  );
  const needed = new Set(rows.filter((row) => row.needed).map((row) => row.item_id));
  return (item_id) => needed.has(item_id);
}

/** A package that has not left, with how much of which allocation it holds. */
export type OpenPackage = {
  readonly package_id: number;
  readonly sscc: string;
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly content: readonly { readonly allocation_id: number; readonly qty: number }[];
};

export function openPackages(tx: Tx, demand_id: number): Promise<OpenPackage[]> {
  return tx.rows<OpenPackage>(
    `select p.package_id, p.sscc, p.weight_g, p.volume_ml,
       (select jsonb_agg(jsonb_build_object('allocation_id', l.allocation_id, 'qty', l.qty) order by l.allocation_id)
        from fulfilment.package_line l where l.package_id = p.package_id) as content
     from fulfilment.package p
     where p.demand_id = $1 and p.shipment_id is null and p.unpacked_at is null order by p.package_id`,
    [demand_id],
  );
}

export function packedOf(packages: readonly OpenPackage[], allocation_id: number): number {
  return sum(
    packages.flatMap((p) => p.content.filter((c) => c.allocation_id === allocation_id).map((c) => c.qty)),
  );
}
