import { listHolds as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';

type Row = OutputOf<typeof contract>['rows'][number];

/** Open ones first, then the newest. `after` counts the rows seen, because holds move down when they are lifted. */
export const listHolds = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx, actor }, { open_only, limit, after }) => {
    const everywhere = actor.scope.warehouses === 'all';
    const rows = await tx.rows<Row>(
      `select h.hold_id, h.kind, i.item_code, i.name as item_name, h.lot_id, l.lot_no, h.warehouse_id, h.serial_no,
         h.document_key, h.reason, h.held_at, h.lifted_at, h.lift_reason
       from stock.hold h
       join masterdata.v_item i on i.item_id = h.item_id
       join stock.lot l on l.item_id = h.item_id and l.lot_id = h.lot_id
       where ($1 or h.warehouse_id is null or h.warehouse_id = any($2::bigint[]))
         and (h.lifted_at is null or not $3)
       order by h.lifted_at is not null, h.hold_id desc
       offset $4 limit $5 + 1`,
      [everywhere, everywhere ? [] : actor.scope.warehouses, open_only, after ?? 0, limit],
    );
    const page = rows.slice(0, limit);
    return { rows: page, next: rows.length > limit ? (after ?? 0) + limit : null };
  },
);
