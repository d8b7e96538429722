/** INSERT and UPDATE of waves and shortages. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { WaveStatus } from './outbound.model.ts';

export type NewWaveLine = {
  readonly allocation_id: number;
  readonly demand_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly qty: number;
  readonly replaces_id: number | null;
};

export function insertWave(
  tx: Tx,
  wave: {
    readonly warehouse_id: number;
    readonly to_account_id: number;
    readonly lane_id: number | null;
    readonly departs_at: string | null;
    readonly created_by: number | null;
    readonly created_by_name: string;
  },
): Promise<{ wave_id: number; document_no: string }> {
  return tx.one(
    `insert into fulfilment.wave (warehouse_id, to_account_id, lane_id, departs_at, created_by, created_by_name)
     values ($1, $2, $3, $4, $5, $6) returning wave_id, document_no`,
    [
      wave.warehouse_id,
      wave.to_account_id,
      wave.lane_id,
      wave.departs_at,
      wave.created_by,
      wave.created_by_name,
    ],
  );
}

/** Writes lines in the order of the path, after those that are there; gives their ids in the same order. */
export async function insertWaveLines(
  tx: Tx,
  wave: { readonly wave_id: number; readonly warehouse_id: number },
  lines: readonly NewWaveLine[],
): Promise<number[]> {
  if (lines.length === 0) return [];
  const rows = await tx.rows<{ wave_line_id: number; allocation_id: number }>(
    `insert into fulfilment.wave_line (wave_id, warehouse_id, path_no, allocation_id, demand_line_id, item_id, lot_id,
       account_id, owner_id, qty, replaces_id)
     select $1, $2, k.ord + (select coalesce(max(path_no), 0) from fulfilment.wave_line where wave_id = $1), k.allocation_id,
       k.demand_line_id, k.item_id, k.lot_id, k.account_id, k.owner_id, k.qty, k.replaces_id
     from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
       with ordinality as k(allocation_id, demand_line_id, item_id, lot_id, account_id, owner_id, qty, replaces_id, ord)
     returning wave_line_id, allocation_id`,
    [
      wave.wave_id,
      wave.warehouse_id,
      lines.map((l) => l.allocation_id),
      lines.map((l) => l.demand_line_id),
      lines.map((l) => l.item_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.account_id),
      lines.map((l) => l.owner_id),
      lines.map((l) => l.qty),
      lines.map((l) => l.replaces_id),
    ],
  );
  const ids = new Map(rows.map((row) => [row.allocation_id, row.wave_line_id]));
  return lines.map((line) => ids.get(line.allocation_id)!);
}

export type PickProgress = {
  readonly wave_line_id: number;
  readonly picked: number;
  readonly short: number;
};

/** Notes what was picked and what was not there. The caller has locked the wave. */
export async function savePicks(tx: Tx, lines: readonly PickProgress[]): Promise<void> {
  const written = await tx.run(
    `update fulfilment.wave_line w set qty_picked = w.qty_picked + k.picked, qty_short = w.qty_short + k.short,
       status = case when k.short > 0 then 'short' when w.qty_picked + k.picked = w.qty then 'picked' else w.status end
     from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as k(wave_line_id, picked, short)
     where w.wave_line_id = k.wave_line_id`,
    [lines.map((l) => l.wave_line_id), lines.map((l) => l.picked), lines.map((l) => l.short)],
  );
  assert(written === lines.length, 'a line of a locked wave has changed');
}

/** Lines whose goods were taken away, before anybody picked them. */
export async function voidWaveLines(tx: Tx, allocation_ids: readonly number[]): Promise<void> {
  await tx.run(
    `with voided as (
       update fulfilment.wave_line set status = 'voided' where allocation_id = any($1::bigint[]) and status = 'open'
       returning wave_id
     )
     update fulfilment.wave w set status = 'picked'
     where w.wave_id in (select wave_id from voided) and w.status in ('open', 'picking')
       and not exists (select from fulfilment.wave_line l where l.wave_id = w.wave_id and l.status = 'open'
         and not (l.allocation_id = any($1::bigint[])))`,
    [allocation_ids],
  );
}

export async function saveWaveStatus(tx: Tx, wave_id: number, status: WaveStatus): Promise<void> {
  await tx.run('update fulfilment.wave set status = $2 where wave_id = $1', [wave_id, status]);
}

/** Takes every open line out of a wave; the goods stay allocated. */
export function voidOpenLines(tx: Tx, wave_id: number): Promise<number> {
  return tx.run(`update fulfilment.wave_line set status = 'voided' where wave_id = $1 and status = 'open'`, [
    wave_id,
  ]);
}

export type NewShortage = {
  readonly wave_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly qty: number;
  readonly serial_nos: readonly string[];
  readonly reason: string;
  readonly note: string | null;
};

/** Writes shortages and gives ids and numbers in the order asked. */
export async function insertShortages(
  tx: Tx,
  head: { readonly warehouse_id: number; readonly opened_by: number | null; readonly opened_by_name: string },
  shortages: readonly NewShortage[],
): Promise<{ pick_shortage_id: number; document_no: string }[]> {
  if (shortages.length === 0) return [];
  const rows = await tx.rows<{ wave_line_id: number; pick_shortage_id: number; document_no: string }>(
    `insert into fulfilment.pick_shortage (warehouse_id, opened_by, opened_by_name, wave_line_id, item_id, lot_id, account_id,
       owner_id, qty, serial_nos, reason, note)
     select $1, $2, $3, k.wave_line_id, k.item_id, k.lot_id, k.account_id, k.owner_id, k.qty,
       array(select jsonb_array_elements_text(k.serial_nos::jsonb)), k.reason, k.note
     from unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::text[], $11::text[],
       $12::text[]) as k(wave_line_id, item_id, lot_id, account_id, owner_id, qty, serial_nos, reason, note)
     returning wave_line_id, pick_shortage_id, document_no`,
    [
      head.warehouse_id,
      head.opened_by,
      head.opened_by_name,
      shortages.map((s) => s.wave_line_id),
      shortages.map((s) => s.item_id),
      shortages.map((s) => s.lot_id),
      shortages.map((s) => s.account_id),
      shortages.map((s) => s.owner_id),
      shortages.map((s) => s.qty),
      shortages.map((s) => JSON.stringify(s.serial_nos)),
      shortages.map((s) => s.reason),
      shortages.map((s) => s.note),
    ],
  );
  const made = new Map(rows.map((row) => [row.wave_line_id, row]));
  return shortages.map((s) => made.get(s.wave_line_id)!);
}

export async function saveShortage(
  tx: Tx,
  shortage: {
    readonly pick_shortage_id: number;
    readonly qty_found: number;
    readonly settled_by: number | null;
    readonly settled_by_name: string;
    readonly settle_reason: string;
  },
): Promise<void> {
  await tx.run(
    `update fulfilment.pick_shortage set status = 'settled', qty_found = $2, settled_by = $3, settled_by_name = $4,
       settle_reason = $5, settled_at = clock_timestamp() where pick_shortage_id = $1`,
    [
      shortage.pick_shortage_id,
      shortage.qty_found,
      shortage.settled_by,
      shortage.settled_by_name,
      shortage.settle_reason,
    ],
  );
}
