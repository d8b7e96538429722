import type { InputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { type Area, lockArea } from './areas.read.ts';
import { insertArea, updateArea } from './coldchain.write.ts';
import { deviceOfHand } from './manual-device.ts';

type Input = InputOf<typeof contract.saveArea>;

export const saveArea = defineVerb(
  contract.saveArea,
  { permission: 'coldchain.manage', audit: 'coldchain.save_area' },
  async ({ tx, actor, audit }, input) => {
    requireAt(actor, 'coldchain.manage', input.warehouse_id);
    await requireWarehouse(tx, input.warehouse_id);
    const before =
      input.area_id === undefined ? null : await lockArea(tx, actor, 'coldchain.manage', input.area_id);
    refuseUnsound(input, before);
    const location_id = await placeOf(tx, input);
    const area = { ...input, location_id };
    const area_id = before === null ? await insertArea(tx, area) : await updateArea(tx, before.area_id, area);
    if (input.manual_per_day > 0) await deviceOfHand(tx, { area_id, ...input });
    audit({
      entity: 'temperature_area',
      entity_id: area_id,
      warehouse_id: input.warehouse_id,
      detail: { before, after: input },
    });
    return { area_id };
  },
);

function refuseUnsound(input: Input, before: Area | null): void {
  const { area_code } = input;
  if (before !== null && (before.kind === 'vehicle' || before.kind === 'box'))
    fail('coldchain.area_of_fleet');
  // What stands in one warehouse does not move to another: its readings and holds belong to where it was.
  if (before !== null && before.warehouse_id !== input.warehouse_id) notFound('area', area_code);
  const { humidity_min = 0, humidity_max = 100 } = input;
  const wrong = [
    ...(input.temp_min_c > input.temp_max_c ? ['temp_max_c'] : []),
    ...(humidity_min > humidity_max ? ['humidity_max'] : []),
    ...(input.kind === 'bin' && !input.location_code ? ['location_code'] : []),
    ...(input.kind !== 'bin' && input.zone_codes.length === 0 ? ['zone_codes'] : []),
  ];
  const errors = wrong.map((path): FieldError => ({ path, code: 'invalid', params: {} }));
  if (errors.length > 0) fail('platform.invalid_input', {}, errors);
}

/** The bin that is watched; null for zones, of which every one must have bins. */
async function placeOf(
  tx: Tx,
  { kind, warehouse_id, location_code, zone_codes }: Input,
): Promise<number | null> {
  const rows = await tx.rows<{ location_id: number; location_code: string; zone_code: string }>(
    `select location_id, location_code, zone_code from masterdata.v_location
     where warehouse_id = $1 and retired_at is null and (location_code = $2 or zone_code = any($3::text[]))`,
    [warehouse_id, location_code ?? null, zone_codes],
  );
  if (kind === 'bin') {
    const bin = rows.find((row) => row.location_code === location_code);
    return bin?.location_id ?? fail('coldchain.place_unknown', { place: location_code ?? '' });
  }
  const missing = zone_codes.find((zone) => rows.every((row) => row.zone_code !== zone));
  if (missing !== undefined) fail('coldchain.place_unknown', { place: missing });
  return null;
}
