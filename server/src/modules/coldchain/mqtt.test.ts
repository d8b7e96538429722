import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { type Coldchain, createColdchain } from './coldchain.test-support.ts';
import { type Mqtt, readingsOfMessage, startMqtt } from './mqtt.ts';

let cold: Coldchain;
let mqtt: Mqtt;
let key: string;
const log = createLog({ log_level: 'silent' });
beforeAll(async () => {
  cold = await createColdchain();
  mqtt = await startMqtt(cold.world.db, log, { mqtt_url: null, mqtt_host: '127.0.0.1', mqtt_port: 0 });
  const [row] = await cold.world.sql<{ device_id: string }>(
    `select device_id from coldchain.device where device_no = 'T-NORTH'`,
  );
  const made = await cold.call<{ device_key: string }>('make-device-key', {
    device_id: Number(row!.device_id),
  });
  key = made.device_key;
});
afterAll(async () => {
  await mqtt?.stop();
  await cold?.close();
});

const sign_in = (username: string, password: string) =>
  connectAsync(`mqtt://127.0.0.1:${mqtt.port}`, {
    username,
    password,
    reconnectPeriod: 0,
    connectTimeout: 5_000,
  });
const reading = (minutes: number, temp_c: number) => JSON.stringify({ at: cold.ago(minutes), temp_c });
const stored = async () => {
  const [row] = await cold.world.sql<{ n: string }>('select coalesce(sum(n), 0) as n from coldchain.chunk');
  return Number(row!.n);
};

test('a device signs in with its key; what is acknowledged is stored', async () => {
  const device = await sign_in('T-NORTH', key);
  await device.publishAsync('tongcang/T-NORTH/reading', reading(5, 4.5), { qos: 1 });
  expect(await stored()).toBe(1);
  // Sent again, as a device does that has missed the answer: one reading.
  await device.publishAsync('tongcang/T-NORTH/reading', reading(5, 4.5), { qos: 1 });
  expect(await stored()).toBe(1);
  const many = JSON.stringify([
    { at: cold.ago(4), temp_c: 4.6 },
    { at: cold.ago(3), temp_c: 4.7, humidity: 55.5 },
  ]);
  await device.publishAsync('tongcang/T-NORTH/reading', many, { qos: 1 });
  expect(await stored()).toBe(3);
  await device.endAsync();
});

test('with another key it does not come in', async () => {
  await expect(sign_in('T-NORTH', `${key}x`)).rejects.toThrow();
  await expect(sign_in('T-SOUTH', key)).rejects.toThrow();
});

test('it publishes to its own topic alone, and listens to nothing', async () => {
  const before = await stored();
  for (const topic of ['tongcang/T-SOUTH/reading', 'elsewhere']) {
    const device = await sign_in('T-NORTH', key);
    const closed = new Promise<void>((resolve) => device.once('close', () => resolve()));
    device.publish(topic, reading(2, 9), { qos: 1 });
    await closed;
    await device.endAsync(true);
  }
  expect(await stored()).toBe(before);
  const device = await sign_in('T-NORTH', key);
  const granted = await device.subscribeAsync('tongcang/+/reading').catch(() => []);
  expect(granted.filter((one) => one.qos < 128)).toEqual([]);
  await device.endAsync(true);
});

test('another broker is used where one is configured', async () => {
  const other = await startMqtt(cold.world.db, log, { mqtt_url: null, mqtt_host: '127.0.0.1', mqtt_port: 0 });
  // Nobody listens there any more: the system goes on without it.
  await other.stop();
  const url = `mqtt://127.0.0.1:${other.port}`;
  const away = await startMqtt(cold.world.db, log, { mqtt_url: url, mqtt_host: '', mqtt_port: 0 });
  expect(away.port).toBeNull();
  await away.stop();
});

test('a message is one reading or many; anything else is none', () => {
  const topic = 'tongcang/A-1/reading';
  const bytes = (text: string) => Buffer.from(text);
  expect(readingsOfMessage(topic, bytes('{"at":"2026-01-01T00:00:00Z","temp_c":5}'))).toEqual([
    { device_no: 'A-1', at: '2026-01-01T00:00:00Z', temp_c: 5 },
  ]);
  for (const text of [
    '',
    '5',
    '{}',
    '[]',
    '{"at":"yesterday","temp_c":5}',
    '{"at":"2026-01-01T00:00:00Z","temp_c":"5"}',
  ])
    expect(readingsOfMessage(topic, bytes(text))).toBeNull();
  expect(
    readingsOfMessage('other/A-1/reading', bytes('{"at":"2026-01-01T00:00:00Z","temp_c":5}')),
  ).toBeNull();
});
