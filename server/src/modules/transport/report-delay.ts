import type { Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/use-case.ts';
import { isNewDelay, missesNeed } from './tracking.model.ts';
import type { Carried, Shipment, Stop } from './transport.read.ts';
import type { Forecast } from './transport.write.ts';

export type TransportSettings = {
  /** Cold goods are handed over within so many minutes of arriving. */
  readonly handover_limit_minutes: number;
  /** A journey counts as late from so many minutes on. */
  readonly delay_minutes: number;
};
const DEFAULTS: TransportSettings = { handover_limit_minutes: 30, delay_minutes: 30 };

/** The settings of transport, `transport.*` in the company's settings. */
export async function settingsOf(tx: Tx): Promise<TransportSettings> {
  const rows = await tx.rows<{ name: string; value: number }>(
    `select name, value::integer as value from platform.setting
     where name in ('transport.handover_limit_minutes', 'transport.delay_minutes')`,
  );
  const set = Object.fromEntries(rows.map(({ name, value }) => [name.slice('transport.'.length), value]));
  return { ...DEFAULTS, ...set };
}

/** Tells the others that a journey will be late: a delay is a new risk for whoever counts on the goods. */
export function reportDelay(
  { emit }: Pick<Context, 'emit'>,
  shipment: Shipment,
  forecast: Forecast,
  stops: readonly Stop[],
  documents: readonly Carried[],
  { delay_minutes }: TransportSettings,
): boolean {
  if (!isNewDelay(shipment.delayed_minutes, forecast.delayed_minutes, delay_minutes)) return false;
  const { shipment_id, document_no, from_warehouse_id, to_warehouse_id } = shipment;
  const eta = new Map(forecast.stops.map((stop) => [stop.stop_id, stop.eta_at]));
  const late = new Set(missesNeed(stops, forecast).map((stop) => stop.stop_id));
  const open = documents.filter((document) => eta.has(document.stop_id ?? 0));
  emit('transport.delayed', String(shipment_id), {
    shipment_id,
    document_no,
    from_warehouse_id,
    to_warehouse_id,
    delayed_minutes: forecast.delayed_minutes,
    reason: forecast.delay_reason,
    eta_at: forecast.eta_at,
    document_keys: open.map((document) => document.document_key),
    documents: open.map((document) => ({
      document_key: document.document_key,
      eta_at: eta.get(document.stop_id!),
      misses_need: late.has(document.stop_id!),
    })),
  });
  return true;
}
