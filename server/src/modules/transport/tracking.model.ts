/** When stops are reached, by what is told from the road: pure. */
import type { StopStatus } from './transport.model.ts';
import type { Forecast } from './transport.write.ts';

const MINUTE_MS = 60_000;

export type ExpectedStop = {
  readonly stop_id: number;
  readonly stop_no: number;
  readonly status: StopStatus;
  readonly planned_arrival_at: string;
  readonly needed_at: string | null;
};

/** Whole minutes from one moment to a later one; negative where it is earlier. */
export function minutesBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / MINUTE_MS);
}

/**
 * When the stops that are still to come are expected, if the next of them is reached at `eta_at`: the later ones follow
 * with the distances of the plan. How late the journey is, is how late its latest stop will be against the plan.
 */
export function forecastOf(
  shipment_id: number,
  stops: readonly ExpectedStop[],
  told: { readonly eta_at: string; readonly at: string; readonly reason: string | null },
): Forecast | null {
  const open = stops.filter((stop) => stop.status === 'planned').toSorted((a, b) => a.stop_no - b.stop_no);
  const next = open[0];
  if (next === undefined) return null;
  const shift_ms = Date.parse(told.eta_at) - Date.parse(next.planned_arrival_at);
  const expected = open.map((stop) => ({
    stop_id: stop.stop_id,
    eta_at: new Date(Date.parse(stop.planned_arrival_at) + shift_ms).toISOString(),
  }));
  return {
    shipment_id,
    eta_at: expected.at(-1)!.eta_at,
    eta_told_at: told.at,
    delayed_minutes: Math.max(0, Math.round(shift_ms / MINUTE_MS)),
    delay_reason: told.reason,
    stops: expected,
  };
}

/** Whether a delay is to be told to others: each time it has grown over another full threshold, however slowly. */
export function isNewDelay(
  before_minutes: number,
  after_minutes: number,
  threshold_minutes: number,
): boolean {
  return Math.floor(after_minutes / threshold_minutes) > Math.floor(before_minutes / threshold_minutes);
}

/** Stops that will be reached after their goods are needed. */
export function missesNeed(
  stops: readonly ExpectedStop[],
  forecast: Pick<Forecast, 'stops'>,
): ExpectedStop[] {
  const eta = new Map(forecast.stops.map((stop) => [stop.stop_id, stop.eta_at]));
  return stops.filter(({ stop_id, needed_at }) => {
    const at = eta.get(stop_id);
    return needed_at !== null && at !== undefined && Date.parse(at) > Date.parse(needed_at);
  });
}
