import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockArea } from './areas.read.ts';
import { insertManual } from './manual.write.ts';
import { deviceOfHand } from './manual-device.ts';
import { takeReadings } from './readings.ts';
import { type RulesNow, rulesNow } from './rules.ts';

type Row = OutputOf<typeof contract.listManualReadings>['areas'][number];
type Slot = Omit<Row['slots'][number], 'due_minutes' | 'overdue'>;

export const listManual = defineVerb(
  contract.listManualReadings,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }, { warehouse_id }) => {
    const moment = await rulesNow(tx);
    const rows = await tx.rows<Omit<Row, 'slots'> & { told: Slot[] }>(
      `select a.area_id, a.area_code, a.name as area_name, a.warehouse_id, a.temp_min_c, a.temp_max_c, a.humidity_min,
         a.humidity_max, coalesce((
           select jsonb_agg(to_jsonb(t) order by t.slot) from (
             select distinct on (m.slot) m.slot, m.at, m.temp_c, m.humidity, m.in_range, m.recorded_by_name
             from coldchain.manual_reading m where m.area_id = a.area_id and m.day = $2::date
             order by m.slot, m.manual_reading_id desc) t), '[]') as told
       from coldchain.area a
       where a.manual_per_day > 0 and a.status = 'active' and ($1::bigint is null or a.warehouse_id = $1)
       order by a.area_code`,
      [warehouse_id ?? null, moment.today],
    );
    return {
      today: moment.today,
      areas: rows.map(({ told, ...row }) => ({ ...row, slots: slotsOf(told, moment) })),
    };
  },
);

/** Both readings of a day, whether taken or not. */
function slotsOf(told: readonly Slot[], { rules, minute }: RulesNow): Row['slots'] {
  return [rules.first_reading_by, rules.second_reading_by].map((due_minutes, index) => {
    const slot = index + 1;
    const known = told.find((one) => one.slot === slot);
    const none = { at: null, temp_c: null, humidity: null, in_range: null, recorded_by_name: null };
    return { slot, due_minutes, overdue: known === undefined && minute > due_minutes, ...(known ?? none) };
  });
}

/** What is read goes into the series as well, so that it is judged like that of a sensor. */
export const recordManual = defineVerb(
  contract.recordManualReading,
  { permission: 'coldchain.record', audit: 'coldchain.record_manual' },
  async ({ tx, actor, audit }, input) => {
    const area = await lockArea(tx, actor, 'coldchain.record', input.area_id);
    const moment = await rulesNow(tx);
    const { temp_min_c, temp_max_c, warehouse_id } = area;
    const { temp_c, humidity, action } = input;
    const in_range =
      temp_c >= temp_min_c &&
      temp_c <= temp_max_c &&
      (humidity === undefined ||
        (humidity >= (area.humidity_min ?? 0) && humidity <= (area.humidity_max ?? 100)));
    if (!in_range && !action) fail('coldchain.action_needed', { temp_min_c, temp_max_c });
    const slot = input.slot ?? (moment.minute <= moment.rules.first_reading_by ? 1 : 2);
    const device_no = await deviceOfHand(tx, area);
    const told = { device_no, at: moment.now, temp_c, ...(humidity === undefined ? {} : { humidity }) };
    await takeReadings(tx, [told], 'hand', null);
    const made = {
      area_id: area.area_id,
      warehouse_id,
      day: moment.today,
      slot,
      at: moment.now,
      temp_c,
      humidity,
      in_range,
      action,
    };
    await insertManual(tx, made, actor);
    audit({
      entity: 'temperature_area',
      entity_id: area.area_id,
      warehouse_id,
      detail: { ...input, slot, in_range },
    });
    return { area_id: area.area_id, at: moment.now, slot, in_range };
  },
);
