import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { requireHere } from './areas.read.ts';
import { deviceProblems } from './coldchain.model.ts';

export type Device = {
  readonly device_id: number;
  readonly device_no: string;
  readonly kind: 'sensor' | 'logger' | 'manual';
  readonly warehouse_id: number | null;
  readonly status: 'active' | 'retired';
};

/** A device, locked; out of sight it does not exist. */
export async function lockDevice(
  tx: Tx,
  actor: Actor,
  permission: string,
  device_id: number,
): Promise<Device> {
  const [device] = await tx.rows<Device>(
    `select device_id, device_no, kind, warehouse_id, status from coldchain.device where device_id = $1 for update`,
    [device_id],
  );
  if (device === undefined) notFound('device', device_id);
  requireHere(actor, permission, device.warehouse_id);
  return device;
}

type Row = OutputOf<typeof contract.listTempDevices>['rows'][number];
const COLUMNS = `d.device_id, d.device_no, d.kind, d.maker, d.model, d.warehouse_id, d.interval_seconds,
    d.key_hash is not null as has_key, d.calibrated_on, d.calibration_due, d.status, d.last_at,
    d.last_centi::double precision / 100 as last_c, d.last_humidity::double precision / 10 as last_humidity,
    a.area_id, a.area_code, a.name as area_name, w.position,
    (select count(*) from coldchain.discrepancy x where x.device_id = d.device_id) as discrepancies`;

export async function listedDevices(
  tx: Tx,
  today: string,
  ask: { warehouse_id?: number | undefined; after?: number | undefined; limit: number },
): Promise<Row[]> {
  const rows = await tx.rows<Omit<Row, 'problems'>>(
    `select ${COLUMNS}
     from coldchain.device d
     left join coldchain.watch w on w.device_id = d.device_id and w.to_at is null
     left join coldchain.area a on a.area_id = w.area_id
     where ($1::bigint is null or d.warehouse_id = $1 or d.warehouse_id is null) and d.kind <> 'manual' and d.device_id > $2
     order by d.device_id limit $3`,
    [ask.warehouse_id ?? null, ask.after ?? 0, ask.limit],
  );
  return rows.map((row) => ({ ...row, problems: deviceProblems(row, today) }));
}

type Watching = Row & { readonly from_at: string; readonly to_at: string | null };

/** Devices that watch an area or have done so, those of now first. */
export async function devicesOf(tx: Tx, today: string, area_id: number): Promise<Watching[]> {
  const rows = await tx.rows<Omit<Watching, 'problems'>>(
    `select ${COLUMNS}, w.from_at, w.to_at
     from coldchain.watch w join coldchain.device d using (device_id) join coldchain.area a on a.area_id = w.area_id
     where w.area_id = $1 order by w.to_at is not null, w.from_at desc limit 100`,
    [area_id],
  );
  return rows.map((row) => ({ ...row, problems: deviceProblems(row, today) }));
}
