import type { InputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { refuseDriver, refuseUnfit } from './assign-shipment.ts';
import { follow, within } from './transport.model.ts';
import { lockShipment, requireOnBoard, type Shipment, vehiclesById } from './transport.read.ts';
import { insertEvents, saveChecked } from './transport.write.ts';

type Input = InputOf<typeof contract.checkTransportDeparture>;

export const checkDeparture = defineVerb(
  contract.checkTransportDeparture,
  { permission: 'transport.execute', audit: 'transport.check' },
  async ({ tx, actor, audit, request_id }, input) => {
    const shipment = await lockShipment(tx, actor, input.shipment_id);
    requireOnBoard(actor, shipment);
    const status = follow(shipment, 'ready');
    await refuseFleet(tx, shipment);
    const loaded = await packagesOf(tx, shipment.shipment_id);
    const problems = checkProblems(shipment, input, loaded);
    if (problems.length > 0) fail('transport.check_failed', { problems: problems.length }, problems);
    const { shipment_id, document_no, from_warehouse_id } = shipment;
    const { logger_no = null, seal_no = null, precool_temp_c: departure_temp_c = null } = input;
    const checked = { shipment_id, logger_no, seal_no, departure_temp_c };
    await saveChecked(tx, checked);
    const occurred_at = input.occurred_at ?? shipment.now;
    const event_key = `checked ${request_id}`;
    const event = { shipment_id, kind: 'checked', event_key, occurred_at, temp_c: departure_temp_c };
    await insertEvents(tx, [event], actor.user_id);
    audit({
      entity: 'transport_shipment',
      entity_id: shipment_id,
      warehouse_id: from_warehouse_id,
      detail: { document_no, ...checked, before: { status: shipment.status }, after: { status } },
    });
    return { shipment_id, status };
  },
);

/** A qualification may have ended since the shipment was assigned, so it is asked again at the gate. */
async function refuseFleet(tx: Tx, shipment: Shipment): Promise<void> {
  const { vehicle_id, driver_id, box_ids, document_no, carrier_id } = shipment;
  if (vehicle_id === null || driver_id === null) fail('transport.no_vehicle', { document_no });
  const fleet = await vehiclesById(tx, [vehicle_id, ...box_ids]);
  const vehicle = fleet.find((one) => one.vehicle_id === vehicle_id)!;
  const boxes = fleet.filter((one) => one !== vehicle);
  await refuseUnfit(tx, shipment, vehicle, boxes, carrier_id);
  await refuseDriver(tx, shipment, driver_id, carrier_id);
}

async function packagesOf(tx: Tx, shipment_id: number): Promise<string[]> {
  const rows = await tx.rows<{ sscc: string }>(
    `select p.sscc from transport.document d join transport.package p using (transport_document_id)
     where d.shipment_id = $1 and p.sscc is not null order by p.sscc`,
    [shipment_id],
  );
  return rows.map((row) => row.sscc);
}

/** What stands against departing, each with its field: pure. */
export function checkProblems(
  shipment: Pick<Shipment, 'temperature_class' | 'temp_min_c' | 'temp_max_c'>,
  input: Pick<Input, 'precool_temp_c' | 'logger_no' | 'seal_no' | 'ssccs'>,
  packages: readonly string[],
): FieldError[] {
  return [...coldProblems(shipment, input), ...loadProblems(input.ssccs, packages)];
}

function coldProblems(
  shipment: Pick<Shipment, 'temperature_class' | 'temp_min_c' | 'temp_max_c'>,
  { precool_temp_c, logger_no, seal_no }: Pick<Input, 'precool_temp_c' | 'logger_no' | 'seal_no'>,
): FieldError[] {
  const { temperature_class, temp_min_c, temp_max_c } = shipment;
  if (temperature_class === 'ambient') return [];
  const missing = Object.entries({ precool_temp_c, logger_no, seal_no })
    .filter(([, value]) => value === undefined || value === '')
    .map(([path]) => ({ path, code: 'transport.measure_needed', params: { what: path } }));
  const wrong = precool_temp_c !== undefined && !within(precool_temp_c, shipment);
  const params = { temp_c: precool_temp_c ?? null, temp_min_c, temp_max_c };
  return wrong
    ? [...missing, { path: 'precool_temp_c', code: 'transport.too_warm_or_cold', params }]
    : missing;
}

function loadProblems(scanned: readonly string[] | undefined, packages: readonly string[]): FieldError[] {
  if (scanned === undefined) return [];
  const known = new Set(packages);
  const seen = new Set(scanned);
  const foreign = scanned.flatMap((sscc, index) =>
    known.has(sscc) ? [] : [{ path: `ssccs.${index}`, code: 'unknown', params: { sscc } }],
  );
  const absent = packages
    .filter((sscc) => !seen.has(sscc))
    .map((sscc) => ({ path: 'ssccs', code: 'required', params: { sscc } }));
  return [...foreign, ...absent];
}
