import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { noteFleet } from '../coldchain/index.ts';
import { likeText, nextOf, requireWarehouse } from '../masterdata/index.ts';
import { requireCarrier, requireManager } from './carriers.ts';
import { vehicleProblem } from './fleet.model.ts';
import { upsertVehicle } from './masters.write.ts';

type Row = contract.OutputOf<typeof contract.listVehicles>['rows'][number];
type Input = contract.InputOf<typeof contract.saveVehicle>;

export const listVehicles = defineVerb(
  contract.listVehicles,
  { permission: 'transport.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Omit<Row, 'problem'> & { today: string }>(
      `select v.vehicle_id, v.vehicle_code, v.kind, v.model, v.partner_id as carrier_id, p.name as carrier_name, v.depot_id,
         w.warehouse_code as depot_code, v.capacity_kg, v.ambient_l, v.cold_l, v.frozen_l, v.temp_min_c, v.temp_max_c,
         v.validated_on, v.validation_due, v.licence_valid_to, v.fixed_cost_fen, v.cost_fen_per_km, v.status,
         (now() at time zone 'Asia/Shanghai')::date as today
       from transport.vehicle v
       left join masterdata.v_partner p on p.partner_id = v.partner_id
       left join masterdata.v_warehouse w on w.warehouse_id = v.depot_id
       where ($1::text is null or v.kind = $1) and ($2::bigint is null or v.depot_id = $2)
         and ($3::text is null or v.vehicle_code ilike '%' || $3 || '%' or v.model ilike '%' || $3 || '%')
         and v.vehicle_id > $4
       order by v.vehicle_id limit $5`,
      [input.kind ?? null, input.depot_id ?? null, likeText(input.search), input.after ?? 0, input.limit],
    );
    const judged = rows.map(({ today, ...row }) => ({
      ...row,
      problem: vehicleProblem(row, today)?.problem ?? null,
    }));
    return { rows: judged, next: nextOf(rows, 'vehicle_id', input.limit) };
  },
);

export const saveVehicle = defineVerb(
  contract.saveVehicle,
  { permission: 'transport.manage', audit: 'transport.save_vehicle' },
  async ({ tx, actor, audit }, input) => {
    requireManager(actor, input.depot_id);
    const [before] = await tx.rows<{
      depot_id: number | null;
      validation_due: string | null;
      status: string;
    }>('select depot_id, validation_due, status from transport.vehicle where vehicle_code = $1 for update', [
      input.vehicle_code,
    ]);
    if (before !== undefined) requireManager(actor, before.depot_id);
    refuseUnmeasured(input);
    await requireCarrier(tx, input.carrier_id);
    if (input.depot_id !== undefined) await requireWarehouse(tx, input.depot_id);
    const saved = await upsertVehicle(tx, input);
    await noteCold(tx, input, saved.vehicle_id);
    audit({
      entity: 'vehicle',
      entity_id: saved.vehicle_id,
      warehouse_id: input.depot_id ?? null,
      detail: { before: before ?? null, after: input },
    });
    return saved;
  },
);

/** What keeps goods cold is watched: the cold chain knows it under its own code. */
async function noteCold(tx: Tx, input: Input, vehicle_id: number): Promise<void> {
  if (input.cold_l + input.frozen_l === 0) return;
  const { vehicle_code, kind, model, temp_min_c, temp_max_c, validated_on, validation_due, status } = input;
  const range = { temp_min_c: temp_min_c!, temp_max_c: temp_max_c! };
  const validation = { validated_on: validated_on!, validation_due: validation_due! };
  const partner_id = input.carrier_id ?? null;
  await noteFleet(tx, [
    { vehicle_id, vehicle_code, kind, model, partner_id, ...range, ...validation, status },
  ]);
}

/** What keeps goods cold is of no use without the range and the validation behind it. */
function refuseUnmeasured(input: Input): void {
  if (input.cold_l + input.frozen_l === 0) return;
  const missing = (['temp_min_c', 'temp_max_c', 'validated_on', 'validation_due'] as const).filter(
    (field) => input[field] === undefined,
  );
  if (missing.length > 0) {
    const errors = missing.map((path) => ({ path, code: 'required', params: {} }));
    fail('transport.measure_needed', { what: missing.join(', ') }, errors);
  }
  const wrong = [
    ...(input.temp_min_c! > input.temp_max_c! ? ['temp_max_c'] : []),
    ...(input.validated_on! > input.validation_due! ? ['validation_due'] : []),
  ];
  if (wrong.length > 0) {
    fail(
      'platform.invalid_input',
      {},
      wrong.map((path) => ({ path, code: 'invalid', params: {} })),
    );
  }
}
