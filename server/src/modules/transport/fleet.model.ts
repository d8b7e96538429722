/** Whether vehicles, boxes and drivers may be used: pure. */
import { type Range, type TemperatureClass, within } from './transport.model.ts';

export type Vehicle = Range & {
  readonly vehicle_id: number;
  readonly vehicle_code: string;
  readonly kind: 'vehicle' | 'box';
  readonly carrier_id: number | null;
  readonly capacity_kg: number;
  readonly ambient_l: number;
  readonly cold_l: number;
  readonly frozen_l: number;
  readonly validation_due: string | null;
  readonly licence_valid_to: string | null;
  readonly status: 'active' | 'retired';
};
export type Driver = {
  readonly driver_id: number;
  readonly driver_code: string;
  readonly carrier_id: number | null;
  readonly licence_valid_to: string;
  readonly trained_until: string | null;
  readonly status: 'active' | 'retired';
};
/** Why something may not be used, with the figure behind it. */
export type Problem = { readonly problem: string; readonly detail: string };

/** Why a vehicle or box may not be used on a day; null where it may. Dates are civil, the last day counts. */
export function vehicleProblem(
  vehicle: Pick<Vehicle, 'status' | 'licence_valid_to' | 'validation_due'>,
  today: string,
): Problem | null {
  if (vehicle.status === 'retired') return { problem: 'retired', detail: '-' };
  if (vehicle.licence_valid_to !== null && vehicle.licence_valid_to < today) {
    return { problem: 'licence_expired', detail: vehicle.licence_valid_to };
  }
  if (vehicle.validation_due !== null && vehicle.validation_due < today) {
    return { problem: 'validation_overdue', detail: vehicle.validation_due };
  }
  return null;
}

/** What a load asks of the vehicle that takes it, in grams and millilitres by compartment. */
export type Load = Range & {
  readonly carrier_id: number | null;
  readonly temperature_class: TemperatureClass;
  readonly weight_g: number;
  readonly volume_ml: Readonly<Record<TemperatureClass, number>>;
};

/**
 * Why a vehicle, with the boxes in it, may not take a load; null where it may. Cold goods need a compartment or box
 * validated for a range inside theirs. Boxes bring their own cold room, and their volume counts instead of the vehicle's.
 */
export function loadProblem(
  vehicle: Vehicle,
  boxes: readonly Vehicle[],
  load: Load,
  today: string,
): (Problem & { readonly vehicle_code: string }) | null {
  for (const one of [vehicle, ...boxes]) {
    const { vehicle_code } = one;
    const kind = one === vehicle ? 'vehicle' : 'box';
    if (one.kind !== kind) return { vehicle_code, problem: 'wrong_kind', detail: one.kind };
    const unfit = vehicleProblem(one, today);
    if (unfit !== null) return { vehicle_code, ...unfit };
  }
  const { vehicle_code } = vehicle;
  if (vehicle.carrier_id !== load.carrier_id) {
    return { vehicle_code, problem: 'other_carrier', detail: String(vehicle.carrier_id ?? '-') };
  }
  const kg = Math.ceil(load.weight_g / 1000);
  if (kg > vehicle.capacity_kg) {
    return { vehicle_code, problem: 'overweight', detail: `${kg} > ${vehicle.capacity_kg} kg` };
  }
  return roomProblem(vehicle, boxes, load);
}

function roomProblem(vehicle: Vehicle, boxes: readonly Vehicle[], load: Load) {
  const { vehicle_code } = vehicle;
  for (const room of ['ambient', 'cold', 'frozen'] as const) {
    const needed = Math.ceil(load.volume_ml[room] / 1000);
    if (needed === 0) continue;
    const rooms = [vehicle, ...boxes].filter(
      (one) =>
        one[`${room}_l`] > 0 && (room === 'ambient' || room !== load.temperature_class || fits(one, load)),
    );
    const litres = rooms.reduce((sum, one) => sum + one[`${room}_l`], 0);
    if (litres === 0)
      return { vehicle_code, problem: 'no_compartment', detail: `${room}: ${rangeText(load)}` };
    if (needed > litres)
      return { vehicle_code, problem: 'too_small', detail: `${room}: ${needed} > ${litres} L` };
  }
  return null;
}

/** Whether the range a compartment was validated for lies inside the one that the goods ask for. */
function fits(room: Range, load: Range): boolean {
  const { temp_min_c, temp_max_c } = room;
  return temp_min_c !== null && temp_max_c !== null && within(temp_min_c, load) && within(temp_max_c, load);
}

const rangeText = ({ temp_min_c, temp_max_c }: Range) => `${temp_min_c ?? '-∞'}..${temp_max_c ?? '∞'} °C`;

/** Why a driver may not drive a load of a class on a day; null where nothing stands against it. */
export function driverProblem(
  driver: Driver,
  load: { readonly carrier_id: number | null; readonly temperature_class: TemperatureClass } | null,
  today: string,
): Problem | null {
  if (driver.status === 'retired') return { problem: 'retired', detail: '-' };
  if (driver.licence_valid_to < today) {
    return { problem: 'licence_expired', detail: driver.licence_valid_to };
  }
  if (load === null) return null;
  if (driver.carrier_id !== load.carrier_id) {
    return { problem: 'other_carrier', detail: String(driver.carrier_id ?? '-') };
  }
  const untrained = driver.trained_until === null || driver.trained_until < today;
  if (load.temperature_class !== 'ambient' && untrained) {
    return { problem: 'not_trained', detail: driver.trained_until ?? '-' };
  }
  return null;
}
