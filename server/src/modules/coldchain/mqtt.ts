/**
 * Readings over MQTT. Without further configuration a broker of our own listens, on loopback; devices sign in with their
 * number and key and may publish to their own topic alone. With `MQTT_URL` the broker is another one, which answers for its
 * own devices, and we are one of its clients.
 */
import { createServer, type Server } from 'node:net';
import type { AuthenticateError } from 'aedes';
import type { MqttClient } from 'mqtt';
import { z } from 'zod';
import type { Config } from '../../platform/config.ts';
import { type Db, SYSTEM_SCOPE } from '../../platform/db.ts';
import type { Logger } from '../../platform/log.ts';
import { deviceOfTopic, isDevice, topicOf } from './device-keys.ts';
import { type ToldReading, takeReadings } from './readings.ts';

export type MqttConfig = Pick<Config, 'mqtt_url' | 'mqtt_host' | 'mqtt_port'>;
export type Mqtt = {
  /** Port of the broker of our own; null where there is another one, or none. */
  readonly port: number | null;
  stop(): Promise<void>;
};

const TOPICS = topicOf('+');
const one = z.object({
  at: z.iso.datetime({ offset: true }),
  temp_c: z.number(),
  humidity: z.number().optional(),
});
const payload = z.union([one, z.array(one).min(1).max(5_000)]);

/** The readings of a message, under the device of its topic; null where it is none of ours. */
export function readingsOfMessage(topic: string, message: Uint8Array): ToldReading[] | null {
  const device_no = deviceOfTopic(topic);
  if (device_no === null) return null;
  let told: unknown;
  try {
    told = JSON.parse(Buffer.from(message).toString('utf8'));
  } catch {
    return null;
  }
  const parsed = payload.safeParse(told);
  if (!parsed.success) return null;
  return [parsed.data].flat().map((reading) => ({ ...reading, device_no }));
}

/** Starts listening; where the port is taken or the other broker is away, the system goes on without it and says so. */
export async function startMqtt(db: Db, log: Logger, config: MqttConfig): Promise<Mqtt> {
  const store = async (topic: string, message: Uint8Array): Promise<boolean> => {
    const readings = readingsOfMessage(topic, message);
    if (readings === null) return false;
    const { refused } = await db.tx(SYSTEM_SCOPE, (tx) => takeReadings(tx, readings, 'mqtt', null));
    for (const { code, params } of refused) log.warn({ topic, code, params }, 'a reading was refused');
    return true;
  };
  try {
    return config.mqtt_url === null
      ? await ownBroker(db, log, config, store)
      : await otherBroker(log, config.mqtt_url, store);
  } catch (error) {
    log.warn({ err: error }, 'MQTT is not available');
    return { port: null, stop: async () => {} };
  }
}

type Store = (topic: string, message: Uint8Array) => Promise<boolean>;

async function ownBroker(db: Db, log: Logger, config: MqttConfig, store: Store): Promise<Mqtt> {
  // Loaded where it is used: a process that answers requests alone needs none of it.
  const { Aedes } = await import('aedes');
  const broker = await Aedes.createBroker({
    authenticate: (client, username, password, done) => {
      isDevice(db, username ?? '', password?.toString() ?? '').then(
        (known) => {
          devices.set(client, username ?? '');
          done(known ? null : notAuthorised(), known);
        },
        (error: Error) => done(notAuthorised(error), false),
      );
    },
    // Acknowledged is what is stored: the answer to the device waits for the commit.
    authorizePublish: (client, packet, done) => {
      const own = client !== null && packet.topic === topicOf(devices.get(client) ?? '');
      if (!own) return done(new Error('a device publishes to its own topic only'));
      store(packet.topic, Buffer.from(packet.payload)).then(
        (taken) => done(taken ? null : new Error('this is no reading')),
        (error: Error) => {
          log.error({ err: error, topic: packet.topic }, 'a reading was not stored');
          done(error);
        },
      );
    },
    authorizeSubscribe: (_client, _subscription, done) => done(new Error('devices only publish')),
    maxClientsIdLength: 100,
    // A message is a reading or a few thousand of them; nothing is kept here.
    connectTimeout: 10_000,
  });
  const devices = new WeakMap<object, string>();
  const server = createServer(broker.handle);
  const port = await listen(server, config);
  log.info({ host: config.mqtt_host, port }, 'MQTT broker listens');
  return {
    port,
    async stop() {
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** `NOT_AUTHORIZED` of the protocol; the enum of the library is one of types only. */
function notAuthorised(cause?: Error): AuthenticateError {
  return Object.assign(new Error('device number or key is wrong', { cause }), { returnCode: 5 });
}

function listen(server: Server, { mqtt_host, mqtt_port }: MqttConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(mqtt_port, mqtt_host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : mqtt_port);
    });
  });
}

async function otherBroker(log: Logger, url: string, store: Store): Promise<Mqtt> {
  const { connectAsync } = await import('mqtt');
  const client: MqttClient = await connectAsync(url, {
    clientId: 'tongcang',
    // The broker keeps what comes while we are away.
    clean: false,
    reconnectPeriod: 5_000,
    connectTimeout: 10_000,
  });
  client.on('error', (error) => log.warn({ err: error }, 'the MQTT broker is away'));
  // Acknowledged once it is stored; what failed comes again with the next connection.
  client.handleMessage = (packet, done) => {
    if (packet.cmd !== 'publish') return done();
    store(packet.topic, Buffer.from(packet.payload)).then(
      () => done(),
      (error: Error) => {
        log.error({ err: error, topic: packet.topic }, 'a reading was not stored');
        done(error);
      },
    );
  };
  await client.subscribeAsync(TOPICS, { qos: 1 });
  return { port: null, stop: () => client.endAsync() };
}
