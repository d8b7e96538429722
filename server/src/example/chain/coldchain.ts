import * as contract from '@tongcang/contract';
import { clock } from '../../platform/clock.ts';
import type { Stage } from './stage.ts';

const MINUTE = 60_000;
const DAYS = 3;
const STEP = 30;

/**
 * Cold rooms of both warehouses and a cold vehicle are watched, three days of readings are there, an ambient store is read
 * by hand; a shelf was too warm for some minutes, and quality has released what stood on it.
 */
export async function tellColdchain(stage: Stage): Promise<void> {
  const { quality } = stage.cast;
  const now = clock.wall_ms();
  const here = await room(stage, stage.here, 'WH-LK', '武汉仓冷库');
  await readings(stage, here.sensors, now, 4.6);
  const there = await room(stage, stage.there, 'CD-LK', '成都仓冷库');
  await readings(stage, there.sensors, now, 5.2);
  await vehicle(stage, now);
  await ambient(stage);
  const { rows } = await quality(contract.listItems, { limit: 500 });
  const cold = rows.filter((item) => item.storage_condition === 'cold');
  await quality(contract.saveTorBudgets, {
    lines: cold.map(({ item_id }) => ({ item_id, minutes: 1440, up_to_c: 25 })),
  });
  await shelf(stage, now);
}

type Place = Stage['here'];

/** A validated cold room with two calibrated sensors. */
async function room(stage: Stage, { warehouse_id, bins }: Place, area_code: string, name: string) {
  const { quality } = stage.cast;
  const zone_codes = [
    ...new Set(bins.filter((bin) => bin.storage_condition === 'cold').map((bin) => bin.zone_code)),
  ];
  const { area_id } = await quality(contract.saveArea, {
    area_code,
    name,
    kind: 'room',
    warehouse_id,
    zone_codes,
    temp_min_c: 2,
    temp_max_c: 8,
  });
  await quality(contract.qualifyEquipment, {
    area_id,
    performed_on: stage.day(-200),
    due_on: stage.day(165),
    certificate_no: `YZ-${area_code}`,
    performed_by: '质量部验证组',
  });
  const sensors = [`${area_code}-1`, `${area_code}-2`];
  for (const [index, device_no] of sensors.entries())
    await installed(stage, device_no, area_id, ['上层', '门口'][index]!, warehouse_id);
  return { area_id, sensors };
}

/** A sensor that was calibrated half a year ago and is at its place for a week. */
async function installed(
  stage: Stage,
  device_no: string,
  area_id: number,
  position: string,
  warehouse_id: number | undefined,
): Promise<void> {
  const { quality } = stage.cast;
  const { device_id } = await quality(contract.saveTempDevice, {
    device_no,
    kind: 'sensor',
    maker: '示例仪器',
    model: 'TH-20',
    ...(warehouse_id === undefined ? {} : { warehouse_id }),
  });
  await quality(contract.qualifyEquipment, {
    device_id,
    performed_on: stage.day(-180),
    due_on: stage.day(184),
    certificate_no: `JZ-${device_no}`,
    performed_by: '湖北示例计量院',
  });
  await quality(contract.placeDevice, { device_id, area_id, position, from_at: stage.at(-DAYS - 1) });
}

/** Every half hour, a little warmer in the afternoon; the same on every day. */
async function readings(stage: Stage, sensors: readonly string[], now: number, mean: number): Promise<void> {
  const count = (DAYS * 24 * 60) / STEP;
  const told = sensors.flatMap((device_no, sensor) =>
    Array.from({ length: count + 1 }, (_, index) => {
      const at = now - (count - index) * STEP * MINUTE;
      const swing = Math.sin((2 * Math.PI * index * STEP) / 1440) * 0.8 + Math.cos(index * 1.7) * 0.2;
      return {
        device_no,
        at: new Date(at).toISOString(),
        temp_c: Math.round((mean + swing + sensor * 0.3) * 10) / 10,
        humidity: 55 + sensor,
      };
    }),
  );
  await stage.cast.keeper(contract.recordReadings, { readings: told });
}

/** The cold vehicle of the warehouse stands in the yard: its sensors report, and nobody expects them to. */
async function vehicle(stage: Stage, now: number): Promise<void> {
  const { rows } = await stage.cast.quality(contract.listAreas, { limit: 1000 });
  const car = rows.find((row) => row.kind === 'vehicle' && row.area_code === 'WH-C1');
  if (car === undefined) return;
  const sensors = ['WH-C1-1', 'WH-C1-2'];
  for (const [index, device_no] of sensors.entries())
    await installed(stage, device_no, car.area_id, ['车头', '车尾'][index]!, undefined);
  await readings(stage, sensors, now, 5);
}

/** An ambient store without sensors: a person reads it twice a day. */
async function ambient({ cast, here }: Stage): Promise<void> {
  const bin = here.bins.find((one) => one.zone_kind === 'storage' && one.storage_condition === 'ambient')!;
  const { area_id } = await cast.quality(contract.saveArea, {
    area_code: 'WH-CW',
    name: '武汉仓常温库',
    kind: 'zone',
    warehouse_id: here.warehouse_id,
    zone_codes: [bin.zone_code],
    temp_min_c: 0,
    temp_max_c: 30,
    humidity_min: 35,
    humidity_max: 75,
    manual_per_day: 2,
  });
  await cast.keeper(contract.recordManualReading, { area_id, temp_c: 21.5, humidity: 52 });
}

/** A shelf with a logger of its own: a door stood open, the goods were held, and quality has looked at them. */
async function shelf(stage: Stage, now: number): Promise<void> {
  const { keeper, quality } = stage.cast;
  const { warehouse_id } = stage.here;
  const { rows: balances } = await keeper(contract.listBalances, {
    warehouse_id,
    disposition: 'released',
    limit: 1000,
  });
  const cold = new Set(
    stage.here.bins.filter((bin) => bin.storage_condition === 'cold').map((bin) => bin.location_code),
  );
  // Nothing that is tied to an order: the story of others goes on as it was told.
  const codes = [...cold].filter((code) => balances.some((row) => row.location_code === code && row.qty > 0));
  const free = codes.find((code) =>
    balances.every((row) => row.location_code !== code || row.available === row.qty),
  );
  if (free === undefined) return;
  const { area_id } = await quality(contract.saveArea, {
    area_code: `WH-${free}`,
    name: `冷库货架 ${free}`,
    kind: 'bin',
    warehouse_id,
    location_code: free,
    temp_min_c: 2,
    temp_max_c: 8,
  });
  const device_no = 'WH-HJ-1';
  await installed(stage, device_no, area_id, free, warehouse_id);
  await readings(stage, [device_no], now - STEP * MINUTE, 5);
  const warm = [
    [0, 8.9],
    [1, 9.6],
    [2, 9.1],
    [4, 7.2],
  ] as const;
  await keeper(contract.recordReadings, {
    readings: warm.map(([minutes, temp_c]) => ({
      device_no,
      at: new Date(now + minutes * MINUTE).toISOString(),
      temp_c,
    })),
  });
  const { excursions } = await quality(contract.judgeAreas, { area_id });
  for (const { excursion_id } of excursions) {
    const { goods } = await quality(contract.getExcursion, { excursion_id });
    if (goods.length === 0) continue;
    await quality(contract.decideExcursion, {
      excursion_id,
      reason: '最高 9.6 ℃、4 分钟，未超过厂家允许的脱冷时间，平均动力学温度在范围内',
      lots: goods.map(({ item_id, lot_id }) => ({ item_id, lot_id, outcome: 'release' as const })),
    });
  }
}
