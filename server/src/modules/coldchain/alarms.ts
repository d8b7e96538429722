import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { z } from 'zod';
import { can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { acknowledge, raiseLevel } from './alarms.write.ts';
import { insertNotices } from './judge.write.ts';
import { rulesNow } from './rules.ts';

type Row = OutputOf<typeof contract.listAlarms>['rows'][number];

export const listAlarms = defineVerb(
  contract.listAlarms,
  { permission: 'coldchain.read', audit: null },
  async ({ tx, actor }, { warehouse_id, area_id, open, limit, after }) => {
    // Alarms move down when they are acknowledged, so `after` counts the rows seen.
    const rows = await tx.rows<Row>(
      `select m.alarm_id, m.area_id, a.area_code, a.name as area_name, m.from_warehouse_id as warehouse_id,
         h.name as warehouse_name, m.kind, m.started_at, m.ended_at, m.value_c, a.temp_min_c, a.temp_max_c, d.device_no,
         m.excursion_id, m.level, m.raised_at, m.acknowledged_at, m.acknowledged_by_name, m.acknowledge_reason,
         array(select u.display_name from coldchain.alarm_notice n join identity.v_user u using (user_id)
           where n.alarm_id = m.alarm_id order by n.level, u.display_name) as told,
         exists (select from coldchain.alarm_notice n where n.alarm_id = m.alarm_id and n.user_id = $4) as mine
       from coldchain.alarm m
       join coldchain.area a using (area_id)
       left join masterdata.v_warehouse h on h.warehouse_id = m.from_warehouse_id
       left join coldchain.device d on d.device_id = m.device_id
       where ($1::bigint is null or m.from_warehouse_id = $1 or m.to_warehouse_id = $1)
         and ($2::bigint is null or m.area_id = $2)
         and ($3::text is null or (m.acknowledged_at is null) = ($3 = 'yes'))
       order by m.acknowledged_at is not null, m.alarm_id desc offset $5 limit $6`,
      [warehouse_id ?? null, area_id ?? null, open ?? null, actor.user_id, after ?? 0, limit],
    );
    return { rows, next: rows.length < limit ? null : (after ?? 0) + limit };
  },
);

type Locked = {
  readonly alarm_id: number;
  readonly from_warehouse_id: number | null;
  readonly to_warehouse_id: number | null;
  readonly acknowledged_by_name: string | null;
};

export const acknowledgeAlarms = defineVerb(
  contract.acknowledgeAlarms,
  { permission: 'coldchain.record', audit: 'coldchain.acknowledge' },
  async ({ tx, actor, audit }, { alarm_ids, reason }) => {
    const asked = [...new Set(alarm_ids)];
    const alarms = await tx.rows<Locked>(
      `select alarm_id, from_warehouse_id, to_warehouse_id, acknowledged_by_name from coldchain.alarm
       where alarm_id = any($1::bigint[]) order by alarm_id for update`,
      [asked],
    );
    for (const alarm_id of asked) {
      const alarm = alarms.find((one) => one.alarm_id === alarm_id) ?? notFound('alarm', alarm_id);
      const ends = [alarm.from_warehouse_id, alarm.to_warehouse_id].filter((end) => end !== null);
      if (ends.length > 0 && !ends.some((end) => can(actor, 'coldchain.record', end)))
        fail('platform.forbidden', { permission: 'coldchain.record', warehouse_id: ends[0]! });
      if (alarm.acknowledged_by_name !== null)
        fail('coldchain.alarm_acknowledged', { name: alarm.acknowledged_by_name });
    }
    await acknowledge(tx, asked, reason, actor);
    for (const { alarm_id, from_warehouse_id: warehouse_id } of alarms)
      audit({ entity: 'temperature_alarm', entity_id: alarm_id, warehouse_id, reason });
    return { acknowledged: asked.length };
  },
);

/** Alarms that nobody has acknowledged in time. */
export async function overdueAlarms(tx: Tx): Promise<number> {
  const { rules } = await rulesNow(tx);
  const { overdue } = await tx.one<{ overdue: number }>(
    `select count(*) as overdue from coldchain.alarm
     where acknowledged_at is null and level = 1 and raised_at < clock_timestamp() - make_interval(mins => $1)`,
    [rules.escalate_minutes],
  );
  return overdue;
}

const escalate_contract = contract.verb({
  name: 'coldchain.escalate-alarms',
  method: 'POST',
  path: '/inside/coldchain/alarm/escalate',
  summary: 'Tells the second level of alarms that nobody has acknowledged in time',
  input: z.strictObject({}),
  output: z.object({ escalated: z.number().int() }),
  errors: [],
});

export const escalateAlarms = defineVerb(
  escalate_contract,
  { permission: 'coldchain.manage', audit: 'coldchain.escalate', idempotent: false },
  async ({ tx, audit, emit }) => {
    const { rules } = await rulesNow(tx);
    const alarms = await raiseLevel(tx, rules.escalate_minutes);
    const notices = await insertNotices(
      tx,
      alarms.map((alarm) => alarm.alarm_id),
      2,
      rules.recipients_min,
    );
    for (const { alarm_id, area_id, from_warehouse_id: warehouse_id } of alarms) {
      const user_ids = notices.filter((one) => one.alarm_id === alarm_id).map((one) => one.user_id);
      audit({ entity: 'temperature_alarm', entity_id: alarm_id, warehouse_id, detail: { user_ids } });
      emit('coldchain.alarm', String(alarm_id), { alarm_id, area_id, level: 2, user_ids });
    }
    return { escalated: alarms.length };
  },
);
