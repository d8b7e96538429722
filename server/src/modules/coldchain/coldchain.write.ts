/** Writes of equipment, rules, budgets. */

import type * as contract from '@tongcang/contract';
import type { InputOf } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { sha256 } from '../../platform/ids.ts';
import type { Subject } from './qualify.ts';

type NewArea = InputOf<typeof contract.saveArea> & { readonly location_id: number | null };

const areaValues = (area: NewArea) => [
  area.area_code,
  area.name,
  area.kind,
  area.warehouse_id,
  area.kind === 'bin' ? [] : area.zone_codes,
  area.location_id,
  area.temp_min_c,
  area.temp_max_c,
  area.humidity_min ?? null,
  area.humidity_max ?? null,
  area.manual_per_day,
  area.status,
];

export async function insertArea(tx: Tx, area: NewArea): Promise<number> {
  const { area_id } = await tx.one<{ area_id: number }>(
    `insert into coldchain.area (area_code, name, kind, warehouse_id, zone_codes, location_id, temp_min_c, temp_max_c,
       humidity_min, humidity_max, manual_per_day, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning area_id`,
    areaValues(area),
  );
  return area_id;
}

export async function updateArea(tx: Tx, area_id: number, area: NewArea): Promise<number> {
  await tx.run(
    `update coldchain.area set area_code = $1, name = $2, kind = $3, warehouse_id = $4, zone_codes = $5, location_id = $6,
       temp_min_c = $7, temp_max_c = $8, humidity_min = $9, humidity_max = $10, manual_per_day = $11, status = $12,
       changed_at = clock_timestamp()
     where area_id = $13`,
    [...areaValues(area), area_id],
  );
  return area_id;
}

export async function saveContacts(
  tx: Tx,
  area_id: number,
  people: readonly { readonly user_id: number; readonly level: number }[],
): Promise<void> {
  await tx.run('delete from coldchain.contact where area_id = $1', [area_id]);
  await tx.run(
    `insert into coldchain.contact (area_id, user_id, level)
     select $1, u, l from unnest($2::bigint[], $3::integer[]) as k(u, l)`,
    [area_id, people.map((person) => person.user_id), people.map((person) => person.level)],
  );
}

type NewDevice = {
  readonly device_no: string;
  readonly kind: 'sensor' | 'logger' | 'manual';
  readonly maker: string;
  readonly model: string;
  readonly warehouse_id: number | null;
  readonly interval_seconds: number;
  readonly status: 'active' | 'retired';
};
const deviceValues = (device: NewDevice) => [
  device.device_no,
  device.kind,
  device.maker,
  device.model,
  device.warehouse_id,
  device.interval_seconds,
  device.status,
];

export async function insertDevice(tx: Tx, device: NewDevice): Promise<number> {
  const { device_id } = await tx.one<{ device_id: number }>(
    `insert into coldchain.device (device_no, kind, maker, model, warehouse_id, interval_seconds, status)
     values ($1, $2, $3, $4, $5, $6, $7) returning device_id`,
    deviceValues(device),
  );
  return device_id;
}

export async function updateDevice(tx: Tx, device_id: number, device: NewDevice): Promise<number> {
  await tx.run(
    `update coldchain.device set device_no = $1, kind = $2, maker = $3, model = $4, warehouse_id = $5, interval_seconds = $6,
       status = $7 where device_id = $8`,
    [...deviceValues(device), device_id],
  );
  return device_id;
}

export async function saveKey(tx: Tx, device_id: number, device_key: string): Promise<void> {
  await tx.run(
    'update coldchain.device set key_hash = $2, key_made_at = clock_timestamp() where device_id = $1',
    [device_id, sha256(device_key)],
  );
}

export async function endWatch(tx: Tx, device_id: number, at: string): Promise<void> {
  await tx.run(
    'update coldchain.watch set to_at = greatest(from_at, $2::timestamptz) where device_id = $1 and to_at is null',
    [device_id, at],
  );
}

/** From now on where no moment is given. */
export async function openWatch(
  tx: Tx,
  watch: { device_id: number; area_id: number; position: string; from_at: string | null },
): Promise<void> {
  await tx.run(
    `insert into coldchain.watch (device_id, area_id, position, from_at)
     values ($1, $2, $3, coalesce($4::timestamptz, clock_timestamp()))`,
    [watch.device_id, watch.area_id, watch.position, watch.from_at],
  );
  // A carrier sees what is in its own vehicles.
  await tx.run(
    `update coldchain.device d set partner_id = a.partner_id from coldchain.area a
     where d.device_id = $1 and a.area_id = $2 and d.partner_id is distinct from a.partner_id`,
    [watch.device_id, watch.area_id],
  );
}

type NewQualification = Omit<InputOf<typeof contract.qualifyEquipment>, 'area_id' | 'device_id' | 'due_on'> &
  Subject & { readonly due_on: string };

export function insertQualification(
  tx: Tx,
  made: NewQualification,
  actor: Actor,
): Promise<{ qualification_id: number }> {
  return tx.one(
    `insert into coldchain.qualification (kind, area_id, device_id, warehouse_id, performed_on, due_on, passed,
       certificate_no, performed_by, note, recorded_by, recorded_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning qualification_id`,
    [
      made.kind,
      made.area_id,
      made.device_id,
      made.warehouse_id,
      made.performed_on,
      made.due_on,
      made.passed,
      made.certificate_no,
      made.performed_by,
      made.note ?? null,
      actor.user_id,
      actor.display_name,
    ],
  );
}

/** The youngest record says until when the equipment may be relied on: not at all where it has failed. */
export async function saveDue(tx: Tx, { area_id, device_id }: Subject): Promise<void> {
  if (area_id !== null)
    await tx.run(
      `update coldchain.area a set validated_on = case when q.passed then q.performed_on end,
         validation_due = case when q.passed then q.due_on end, changed_at = clock_timestamp()
       from (select performed_on, due_on, passed from coldchain.qualification where area_id = $1
         order by performed_on desc, qualification_id desc limit 1) q
       where a.area_id = $1`,
      [area_id],
    );
  else
    await tx.run(
      `update coldchain.device d set calibrated_on = case when q.passed then q.performed_on end,
         calibration_due = case when q.passed then q.due_on end
       from (select performed_on, due_on, passed from coldchain.qualification where device_id = $1
         order by performed_on desc, qualification_id desc limit 1) q
       where d.device_id = $1`,
      [device_id],
    );
}

/** A rule from a day on: the one that holds then ends the day before, a later one of the same day is overwritten. */
export async function saveRule(
  tx: Tx,
  rule: InputOf<typeof contract.setColdchainRule>,
  user_id: number | null,
): Promise<void> {
  await tx.run(
    `update coldchain.rule set effective_to = $2::date - 1
     where name = $1 and effective_from < $2::date and (effective_to is null or effective_to >= $2::date)`,
    [rule.name, rule.effective_from],
  );
  await tx.run(
    `insert into coldchain.rule (name, effective_from, effective_to, value, legal_basis, changed_by)
     values ($1, $2, (select min(effective_from) - 1 from coldchain.rule where name = $1 and effective_from > $2::date), $3, $4, $5)
     on conflict on constraint rule_pk do update set value = excluded.value, legal_basis = excluded.legal_basis,
       changed_by = excluded.changed_by, changed_at = clock_timestamp()`,
    [rule.name, rule.effective_from, rule.value, rule.legal_basis, user_id],
  );
}
