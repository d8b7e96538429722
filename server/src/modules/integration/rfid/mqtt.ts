import { rfid_read } from '@tongcang/contract';
import { z } from 'zod';
import type { Config } from '../../../platform/config.ts';
import { SYSTEM_SCOPE } from '../../../platform/db.ts';
import type { Loop } from '../../../platform/worker.ts';
import { takeReads } from './reads.ts';

/** The one topic of a reader. */
export const topicOf = (reader_no: string): string => `tongcang/rfid/${reader_no}/read`;
const readerOf = (topic: string): string | null => /^tongcang\/rfid\/(.+)\/read$/.exec(topic)?.[1] ?? null;
const payload = z.union([rfid_read, z.array(rfid_read).min(1).max(5_000)]);

/** The reader and the reads of a message; null where it is none of ours. */
export function readsOfMessage(topic: string, message: Uint8Array) {
  const reader_no = readerOf(topic);
  if (reader_no === null) return null;
  let told: unknown;
  try {
    told = JSON.parse(Buffer.from(message).toString('utf8'));
  } catch {
    return null;
  }
  const parsed = payload.safeParse(told);
  return parsed.success ? { reader_no, reads: [parsed.data].flat() } : null;
}

/**
 * Reads over the broker of `MQTT_URL`, which answers for its own devices. The broker of our own is for temperature devices,
 * whose keys are others; without another one, readers send over HTTP.
 */
export const startRfidMqtt =
  ({ mqtt_url }: Pick<Config, 'mqtt_url'>): Loop =>
  (db, log) => {
    if (mqtt_url === null) return { stop: async () => {} };
    const connecting = import('mqtt').then(({ connect }) => {
      const client = connect(mqtt_url, { clientId: 'tongcang-rfid', clean: false, reconnectPeriod: 5_000 });
      client.on('error', (error) => log.warn({ err: error }, 'the MQTT broker is away'));
      client.on('connect', () => void client.subscribe(topicOf('+'), { qos: 1 }));
      // Acknowledged once it is stored; what failed comes again with the next connection.
      client.handleMessage = (packet, done) => {
        const told =
          packet.cmd === 'publish' ? readsOfMessage(packet.topic, Buffer.from(packet.payload)) : null;
        if (told === null) return done();
        db.tx(SYSTEM_SCOPE, (tx) => takeReads(tx, told.reader_no, told.reads)).then(
          () => done(),
          (error: Error) => done(error),
        );
      };
      return client;
    });
    return { stop: async () => (await connecting).endAsync() };
  };
