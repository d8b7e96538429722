import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf, requireWarehouse } from '../masterdata/index.ts';
import { requireCarrier, requireManager } from './carriers.ts';
import { driverProblem } from './fleet.model.ts';
import { upsertDriver } from './masters.write.ts';

type Row = contract.OutputOf<typeof contract.listDrivers>['rows'][number];

export const listDrivers = defineVerb(
  contract.listDrivers,
  { permission: 'transport.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Omit<Row, 'problem'> & { today: string }>(
      `select d.driver_id, d.driver_code, d.name, d.phone, d.partner_id as carrier_id, p.name as carrier_name, d.depot_id,
         w.warehouse_code as depot_code, d.user_id, u.account, d.licence_valid_to, d.trained_until, d.status,
         (now() at time zone 'Asia/Shanghai')::date as today
       from transport.driver d
       left join masterdata.v_partner p on p.partner_id = d.partner_id
       left join masterdata.v_warehouse w on w.warehouse_id = d.depot_id
       left join identity.v_user u on u.user_id = d.user_id
       where ($1::text is null or d.driver_code ilike '%' || $1 || '%' or d.name ilike '%' || $1 || '%')
         and d.driver_id > $2
       order by d.driver_id limit $3`,
      [likeText(input.search), input.after ?? 0, input.limit],
    );
    const judged = rows.map(({ today, ...row }) => ({
      ...row,
      problem: driverProblem(row, null, today)?.problem ?? null,
    }));
    return { rows: judged, next: nextOf(rows, 'driver_id', input.limit) };
  },
);

export const saveDriver = defineVerb(
  contract.saveDriver,
  { permission: 'transport.manage', audit: 'transport.save_driver' },
  async ({ tx, actor, audit }, input) => {
    requireManager(actor, input.depot_id);
    const [before] = await tx.rows<{ depot_id: number | null; user_id: number | null; status: string }>(
      'select depot_id, user_id, status from transport.driver where driver_code = $1 for update',
      [input.driver_code],
    );
    if (before !== undefined) requireManager(actor, before.depot_id);
    await requireCarrier(tx, input.carrier_id);
    if (input.depot_id !== undefined) await requireWarehouse(tx, input.depot_id);
    if (input.user_id !== undefined) {
      const users = await tx.rows('select 1 from identity.v_user where user_id = $1', [input.user_id]);
      if (users.length === 0) notFound('user', input.user_id);
    }
    const saved = await upsertDriver(tx, input);
    audit({
      entity: 'driver',
      entity_id: saved.driver_id,
      warehouse_id: input.depot_id ?? null,
      detail: { before: before ?? null, after: input },
    });
    return saved;
  },
);
