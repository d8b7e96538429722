import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import type { ErrorParams } from '../../platform/errors.ts';
import { type DeviceChunk, noteTold, saveChunks, saveDiscrepancies } from './readings.write.ts';
import {
  type Chunk,
  centiOf,
  hourOf,
  instantOf,
  mergeReadings,
  type Reading,
  secondsOf,
} from './series.model.ts';

export type ToldReading = {
  readonly device_no: string;
  readonly at: string;
  readonly temp_c: number;
  readonly humidity?: number | undefined;
};
export type Refused = { readonly index: number; readonly code: string; readonly params: ErrorParams };
export type Taken = { recorded: number; known: number; differs: number; refused: Refused[] };

type Device = {
  readonly device_id: number;
  readonly device_no: string;
  readonly warehouse_id: number | null;
  readonly status: 'active' | 'retired';
  readonly now: string;
};

/** Clocks of devices run ahead a little; so much is forgiven. */
const AHEAD_S = 300;
const OLDEST_S = 10 * 366 * 86_400;

/**
 * Takes readings of devices, each with an answer of its own: what is unknown, in the future or impossible is refused with its
 * reason, what was told before is counted as known. A fixed number of statements. The devices stay locked until the end, so
 * that readings of one device follow each other; areas concerned are judged afterwards.
 */
export async function takeReadings(
  tx: Tx,
  told: readonly ToldReading[],
  source: string,
  actor: Actor | null,
): Promise<Taken> {
  const devices = await lockDevices(tx, [...new Set(told.map((reading) => reading.device_no))]);
  const refused: Refused[] = [];
  const sound = new Map<number, Reading[]>();
  for (const [index, reading] of told.entries()) {
    const device = devices.get(reading.device_no);
    const refusal = refusalOf(reading, device, actor);
    if (refusal !== null) refused.push({ index, ...refusal });
    else if (sound.has(device!.device_id)) sound.get(device!.device_id)!.push(packed(reading));
    else sound.set(device!.device_id, [packed(reading)]);
  }
  return { ...(await record(tx, sound, source)), refused };
}

const packed = ({ at, temp_c, humidity }: ToldReading): Reading => ({
  at: secondsOf(at),
  centi: centiOf(temp_c),
  humidity: humidity === undefined ? null : Math.round(humidity * 10),
});

async function lockDevices(tx: Tx, device_nos: readonly string[]): Promise<Map<string, Device>> {
  const rows = await tx.rows<Device>(
    `select device_id, device_no, warehouse_id, status, clock_timestamp() as now from coldchain.device
     where device_no = any($1::text[]) order by device_id for no key update`,
    [device_nos],
  );
  return new Map(rows.map((row) => [row.device_no, row]));
}

function refusalOf(
  { device_no, at, temp_c, humidity }: ToldReading,
  device: Device | undefined,
  actor: Actor | null,
): Omit<Refused, 'index'> | null {
  if (device === undefined) return { code: 'coldchain.device_unknown', params: { device_no } };
  const { warehouse_id, status, now } = device;
  if (actor !== null && warehouse_id !== null && !can(actor, 'coldchain.record', warehouse_id))
    return { code: 'platform.forbidden', params: { permission: 'coldchain.record', warehouse_id } };
  if (status === 'retired') return { code: 'coldchain.device_retired', params: { device_no } };
  const ahead = secondsOf(at) - secondsOf(now);
  if (ahead > AHEAD_S) return { code: 'coldchain.time_in_future', params: { at } };
  if (ahead < -OLDEST_S) return { code: 'coldchain.time_too_old', params: { at } };
  const possible = Math.abs(temp_c) <= 200 && (humidity === undefined || (humidity >= 0 && humidity <= 100));
  return possible ? null : { code: 'coldchain.value_impossible', params: { temp_c } };
}

async function record(
  tx: Tx,
  sound: ReadonlyMap<number, readonly Reading[]>,
  source: string,
): Promise<Omit<Taken, 'refused'>> {
  if (sound.size === 0) return { recorded: 0, known: 0, differs: 0 };
  const before = await chunksHolding(tx, sound);
  const merged = [...sound].map(([device_id, readings]) => ({
    device_id,
    ...mergeReadings(before.get(device_id) ?? [], readings),
  }));
  const chunks = merged.flatMap(({ device_id, chunks }) => chunks.map((chunk) => ({ ...chunk, device_id })));
  const differs = merged.flatMap(({ device_id, differs }) => differs.map((one) => ({ ...one, device_id })));
  const fresh = merged.filter(({ recorded }) => recorded.length > 0);
  if (chunks.length > 0) await saveChunks(tx, chunks);
  if (differs.length > 0) await saveDiscrepancies(tx, differs, source);
  if (fresh.length > 0) await noteTold(tx, fresh.map(toldOf));
  return {
    recorded: merged.reduce((sum, one) => sum + one.recorded.length, 0),
    known: merged.reduce((sum, one) => sum + one.known, 0),
    differs: differs.length,
  };
}

function toldOf({ device_id, recorded }: { device_id: number; recorded: readonly Reading[] }) {
  const last = recorded.reduce((a, b) => (b.at > a.at ? b : a));
  return { device_id, first: recorded.reduce((first, { at }) => Math.min(first, at), last.at), last };
}

/** The hours that are known of what is told. */
async function chunksHolding(
  tx: Tx,
  sound: ReadonlyMap<number, readonly Reading[]>,
): Promise<Map<number, Chunk[]>> {
  const keys = [...sound].flatMap(([device_id, readings]) =>
    [...new Set(readings.map(({ at }) => hourOf(at)))].map((hour) => ({ device_id, hour })),
  );
  const rows = await tx.rows<Omit<DeviceChunk, 'hour'> & { hour: string }>(
    `select c.device_id, c.hour, c.seconds, c.centis, c.humidities
     from unnest($1::bigint[], $2::timestamptz[]) as k(device_id, hour) join coldchain.chunk c using (device_id, hour)`,
    [keys.map((key) => key.device_id), keys.map((key) => instantOf(key.hour))],
  );
  return Map.groupBy(rows.map(chunkOf), (chunk) => chunk.device_id) as Map<number, DeviceChunk[]>;
}

const chunkOf = ({ hour, ...row }: Omit<DeviceChunk, 'hour'> & { hour: string }): DeviceChunk => ({
  ...row,
  hour: secondsOf(hour),
});

/** The hours of devices that a time touches, by device and in order. */
export async function chunksOf(
  tx: Tx,
  device_ids: readonly number[],
  from: number,
  to: number,
): Promise<Map<number, DeviceChunk[]>> {
  const rows = await tx.rows<Omit<DeviceChunk, 'hour'> & { hour: string }>(
    `select device_id, hour, seconds, centis, humidities from coldchain.chunk
     where device_id = any($1::bigint[]) and hour >= $2::timestamptz and hour <= $3::timestamptz order by device_id, hour`,
    [device_ids, instantOf(hourOf(from)), instantOf(to)],
  );
  return Map.groupBy(rows.map(chunkOf), (chunk) => chunk.device_id) as Map<number, DeviceChunk[]>;
}
