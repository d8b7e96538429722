/** INSERT and UPDATE of reviews and packages. */
import type { Tx } from '../../platform/db.ts';

export type NewReviewLine = {
  readonly allocation_id: number;
  readonly demand_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly passed: number;
  readonly blocked: number;
  readonly serial_nos: readonly string[];
  readonly block_reason: string | null;
  readonly note: string | null;
  readonly picked_by: number | null;
};

/** Writes a review with its lines in one statement. */
export function insertReview(
  tx: Tx,
  review: {
    readonly demand_id: number;
    readonly warehouse_id: number;
    readonly reviewed_by: number | null;
    readonly reviewed_by_name: string;
  },
  lines: readonly NewReviewLine[],
): Promise<{ review_id: number; document_no: string }> {
  return tx.one(
    `with made as (
       insert into fulfilment.review (demand_id, warehouse_id, reviewed_by, reviewed_by_name) values ($1, $2, $3, $4)
       returning review_id, document_no
     ), lines as (
       insert into fulfilment.review_line (review_id, warehouse_id, reviewed_by, allocation_id, demand_line_id, item_id, lot_id,
         qty_passed, qty_blocked, serial_nos, block_reason, note, picked_by)
       select made.review_id, $2, $3, k.allocation_id, k.demand_line_id, k.item_id, k.lot_id, k.passed, k.blocked,
         array(select jsonb_array_elements_text(k.serial_nos::jsonb)), k.block_reason, k.note, k.picked_by
       from made, unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[],
         $12::text[], $13::text[], $14::bigint[])
         as k(allocation_id, demand_line_id, item_id, lot_id, passed, blocked, serial_nos, block_reason, note, picked_by)
     )
     select review_id, document_no from made`,
    [
      review.demand_id,
      review.warehouse_id,
      review.reviewed_by,
      review.reviewed_by_name,
      lines.map((l) => l.allocation_id),
      lines.map((l) => l.demand_line_id),
      lines.map((l) => l.item_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.passed),
      lines.map((l) => l.blocked),
      lines.map((l) => JSON.stringify(l.serial_nos)),
      lines.map((l) => l.block_reason),
      lines.map((l) => l.note),
      lines.map((l) => l.picked_by),
    ],
  );
}

export type NewPackage = {
  readonly sscc: string;
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly lines: readonly {
    readonly allocation_id: number;
    readonly item_id: number;
    readonly lot_id: number;
    readonly qty: number;
  }[];
};

/** Writes packages with their content; gives ids in the order asked. */
export async function insertPackages(
  tx: Tx,
  head: { readonly demand_id: number; readonly warehouse_id: number; readonly packed_by: number | null },
  packages: readonly NewPackage[],
): Promise<number[]> {
  const rows = await tx.rows<{ package_id: number; sscc: string }>(
    `insert into fulfilment.package (demand_id, warehouse_id, packed_by, sscc, weight_g, volume_ml)
     select $1, $2, $3, k.* from unnest($4::text[], $5::bigint[], $6::bigint[]) as k(sscc, weight_g, volume_ml)
     returning package_id, sscc`,
    [
      head.demand_id,
      head.warehouse_id,
      head.packed_by,
      packages.map((p) => p.sscc),
      packages.map((p) => p.weight_g),
      packages.map((p) => p.volume_ml),
    ],
  );
  const ids = new Map(rows.map((row) => [row.sscc, row.package_id]));
  const lines = packages.flatMap((p) => p.lines.map((line) => ({ ...line, package_id: ids.get(p.sscc)! })));
  await tx.run(
    `insert into fulfilment.package_line (warehouse_id, package_id, allocation_id, item_id, lot_id, qty)
     select $1, k.* from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
       as k(package_id, allocation_id, item_id, lot_id, qty)`,
    [
      head.warehouse_id,
      lines.map((l) => l.package_id),
      lines.map((l) => l.allocation_id),
      lines.map((l) => l.item_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.qty),
    ],
  );
  return packages.map((p) => ids.get(p.sscc)!);
}

export async function unpack(tx: Tx, package_id: number): Promise<void> {
  await tx.run('update fulfilment.package set unpacked_at = clock_timestamp() where package_id = $1', [
    package_id,
  ]);
}

/** Packages leave with their shipments. */
export async function sendPackages(
  tx: Tx,
  sent: readonly { readonly package_id: number; readonly shipment_id: number }[],
): Promise<void> {
  if (sent.length === 0) return;
  await tx.run(
    `update fulfilment.package p set shipment_id = k.shipment_id
     from unnest($1::bigint[], $2::bigint[]) as k(package_id, shipment_id) where p.package_id = k.package_id`,
    [sent.map((s) => s.package_id), sent.map((s) => s.shipment_id)],
  );
}
