import type { Tx } from '../../platform/db.ts';
import { loggerOf } from '../coldchain/index.ts';

type Given = {
  readonly record_no?: string | undefined;
  readonly departed_at?: string | undefined;
  readonly arrived_at?: string | undefined;
  readonly departure_temp_c?: number | undefined;
  readonly arrival_temp_c?: number | undefined;
  readonly min_temp_c?: number | undefined;
  readonly max_temp_c?: number | undefined;
};

/**
 * The temperatures of a journey whose record is that of a logger which the cold chain knows: what it has measured between
 * departure and arrival fills what nobody has written down.
 */
export async function withLogger<T extends Given>(tx: Tx, given: T): Promise<T> {
  const { record_no, departed_at, arrived_at } = given;
  if (!record_no || departed_at === undefined || arrived_at === undefined) return given;
  const measured = await loggerOf(tx, { device_no: record_no, from: departed_at, to: arrived_at });
  if (measured === null) return given;
  return {
    ...given,
    departure_temp_c: given.departure_temp_c ?? measured.departure_c,
    arrival_temp_c: given.arrival_temp_c ?? measured.arrival_c,
    min_temp_c: given.min_temp_c ?? measured.min_c,
    max_temp_c: given.max_temp_c ?? measured.max_c,
  };
}
