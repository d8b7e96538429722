import type { getTransportShipment, listTransportShipments } from '@tongcang/contract';
import type { OutputFor, RowOf } from '../../app/api.ts';

export type Shipment = OutputFor<typeof getTransportShipment>;
export type Stop = Shipment['stop_rows'][number];
export type ShipmentRow = RowOf<typeof listTransportShipments>;

/** `2 – 8 ℃`; a dash where nobody asks for a range. */
export function rangeText(range: {
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
}): string {
  const { temp_min_c, temp_max_c } = range;
  if (temp_min_c === null && temp_max_c === null) return '—';
  return `${temp_min_c ?? ''} – ${temp_max_c ?? ''} ℃`;
}

/** Kilograms with one digit. */
export const kg = (grams: number): number => Math.round(grams / 100) / 10;
/** Litres with one digit. */
export const litres = (millilitres: number): number => Math.round(millilitres / 100) / 10;
/** Fen of an amount typed in yuan. */
export const fenOf = (yuan: number): number => Math.round(yuan * 100);
export const yuanOf = (fen: number): number => fen / 100;

/** `08:30` for minutes after midnight. */
export const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
