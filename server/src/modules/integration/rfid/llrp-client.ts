import { connect, type Socket } from 'node:net';
import { clock } from '../../../platform/clock.ts';
import { type Db, SYSTEM_SCOPE } from '../../../platform/db.ts';
import type { Logger } from '../../../platform/log.ts';
import type { Loop } from '../../../platform/worker.ts';
import { emptyMessage, LLRP, type LlrpRead, readsOfReport, takeMessages } from './llrp.ts';
import { takeReads } from './reads.ts';

export type LlrpReader = {
  readonly reader_no: string;
  readonly llrp_host: string;
  readonly llrp_port: number;
};
/** How often the register is asked which readers to listen to. */
const LOOK_EVERY_MS = 30_000;
/** Reports of a moment are stored together. */
const STORE_EVERY_MS = 500;
const WAITING_MAX = 20_000;

/** One connection to a reader: asks for its reports, answers its keepalives, hands on what it reads. */
export function listenTo(
  { llrp_host, llrp_port }: Omit<LlrpReader, 'reader_no'>,
  hear: (reads: readonly LlrpRead[]) => void,
  ended: (error: Error | null) => void,
): { stop(): void } {
  const socket: Socket = connect({ host: llrp_host, port: llrp_port, noDelay: true });
  let rest: Uint8Array = new Uint8Array();
  let failure: Error | null = null;
  socket.on('connect', () => socket.write(emptyMessage(LLRP.ENABLE_EVENTS_AND_REPORTS, 1)));
  socket.on('data', (chunk) => {
    try {
      const taken = takeMessages(Buffer.concat([rest, chunk as Buffer]));
      rest = taken.rest;
      for (const { type, id, body } of taken.messages) {
        if (type === LLRP.KEEPALIVE) socket.write(emptyMessage(LLRP.KEEPALIVE_ACK, id));
        if (type === LLRP.RO_ACCESS_REPORT) hear(readsOfReport(body));
      }
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('close', () => ended(failure));
  return { stop: () => void socket.destroy() };
}

/** Listens to every reader of the register that has an address, and tries those that are away again at each look. */
export const startLlrp: Loop = (db, log) => {
  const listening = new Map<string, { stop(): void }>();
  let stopped = false;
  const look = async () => {
    const readers = await readersOf(db);
    const wanted = new Map(readers.map((one) => [`${one.reader_no}|${one.llrp_host}|${one.llrp_port}`, one]));
    for (const [name, one] of listening) if (!wanted.has(name)) one.stop();
    for (const [name, reader] of wanted) {
      if (stopped || listening.has(name)) continue;
      const store = storeOf(db, log, reader.reader_no);
      const connection = listenTo(reader, store.hear, (error) => {
        listening.delete(name);
        store.stop();
        if (error !== null) log.warn({ reader_no: reader.reader_no, err: error }, 'an RFID reader is away');
      });
      listening.set(name, connection);
    }
  };
  const asking = () =>
    void look().catch((error: Error) => log.error({ err: error }, 'RFID readers are not known'));
  asking();
  const timer = setInterval(asking, LOOK_EVERY_MS);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      for (const one of listening.values()) one.stop();
    },
  };
};

function readersOf(db: Db): Promise<LlrpReader[]> {
  return db.tx(
    SYSTEM_SCOPE,
    (tx) =>
      tx.rows<LlrpReader>(
        `select reader_no, llrp_host, llrp_port from integration.rfid_reader
         where llrp_host is not null and retired_at is null order by reader_id`,
      ),
    { read_only: true },
  );
}

/** Gathers what a reader reports and stores it in one go; a portal reports each tag many times a second. */
function storeOf(db: Db, log: Logger, reader_no: string) {
  let waiting: { epc_hex: string; antenna?: number; rssi?: number; seen_at: string }[] = [];
  const store = () => {
    if (waiting.length === 0) return;
    const reads = waiting;
    waiting = [];
    db.tx(SYSTEM_SCOPE, (tx) => takeReads(tx, reader_no, reads)).catch((error: Error) => {
      log.error({ err: error, reader_no, reads: reads.length }, 'reads were not stored');
      if (waiting.length + reads.length <= WAITING_MAX) waiting = [...reads, ...waiting];
    });
  };
  const timer = setInterval(store, STORE_EVERY_MS);
  return {
    hear(reads: readonly LlrpRead[]) {
      for (const { epc_hex, antenna, rssi, seen_at } of reads) {
        const at = new Date(seen_at ?? clock.wall_ms()).toISOString();
        waiting.push({
          epc_hex,
          ...(antenna === null ? {} : { antenna }),
          ...(rssi === null ? {} : { rssi }),
          seen_at: at,
        });
      }
    },
    stop() {
      clearInterval(timer);
      store();
    },
  };
}
