import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { areasNow } from './areas.read.ts';
import { rulesNow } from './rules.ts';

type Task = OutputOf<typeof contract.listColdchainTasks>['rows'][number];
/** So many days ahead a due date is shown. */
const AHEAD_DAYS = 30;

/** What has to be done, from what is known of areas and devices: nobody has to enter a task. */
export const listTasks = defineVerb(
  contract.listColdchainTasks,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }, { warehouse_id }) => {
    const moment = await rulesNow(tx);
    const { today, rules, minute } = moment;
    const soon = new Date(Date.parse(today) + AHEAD_DAYS * 86_400_000).toISOString().slice(0, 10);
    const areas = (await areasNow(tx, moment, { warehouse_id, limit: 1000 })).filter(
      (a) => a.status === 'active',
    );
    const devices = await tx.rows<{
      device_id: number;
      device_no: string;
      warehouse_id: number | null;
      calibration_due: string | null;
    }>(
      `select device_id, device_no, warehouse_id, calibration_due from coldchain.device
       where status = 'active' and kind <> 'manual' and (calibration_due is null or calibration_due <= $2::date)
         and ($1::bigint is null or warehouse_id = $1 or warehouse_id is null)
       order by calibration_due nulls first, device_id limit 500`,
      [warehouse_id ?? null, soon],
    );
    const unread = await tx.rows<{ area_id: number; slots: number }>(
      `select a.area_id, count(distinct m.slot)::integer as slots from coldchain.area a
       left join coldchain.manual_reading m on m.area_id = a.area_id and m.day = $1::date
       where a.manual_per_day > 0 and a.status = 'active' group by 1`,
      [today],
    );
    const expected = (minute > rules.first_reading_by ? 1 : 0) + (minute > rules.second_reading_by ? 1 : 0);
    const late = new Set(unread.filter(({ slots }) => slots < expected).map((one) => one.area_id));
    const of = (
      kind: Task['kind'],
      area: (typeof areas)[number],
      due_on: string | null,
      overdue: boolean,
    ): Task => ({
      key: `${kind}-${area.area_id}`,
      kind,
      area_id: area.area_id,
      device_id: null,
      name: `${area.area_code} ${area.name}`,
      warehouse_id: area.warehouse_id,
      due_on,
      overdue,
    });
    const rows: Task[] = [
      ...areas.filter((a) => late.has(a.area_id)).map((a) => of('manual_reading', a, today, true)),
      ...devices.map(
        (device): Task => ({
          key: `calibration-${device.device_id}`,
          kind: 'calibration',
          area_id: null,
          device_id: device.device_id,
          name: device.device_no,
          warehouse_id: device.warehouse_id,
          due_on: device.calibration_due,
          overdue: device.calibration_due === null || device.calibration_due < today,
        }),
      ),
      ...areas
        .filter(
          (a) =>
            a.problems.includes('not_validated') || (a.validation_due !== null && a.validation_due <= soon),
        )
        .map((a) =>
          of('validation', a, a.validation_due, a.validation_due === null || a.validation_due < today),
        ),
      ...areas.filter((a) => a.problems.includes('too_few_sensors')).map((a) => of('sensors', a, null, true)),
      ...areas
        .filter((a) => a.contacts < rules.recipients_min && a.vehicle_id === null)
        .map((a) => of('contacts', a, null, true)),
    ];
    return { rows };
  },
);
