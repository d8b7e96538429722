/** RFID at the portals: readers, passes, parked tags. */
import type { Config } from '../../../platform/config.ts';
import type { ServerVerb } from '../../../platform/use-case.ts';
import type { Loop } from '../../../platform/worker.ts';
import { startLlrp } from './llrp-client.ts';
import { startRfidMqtt } from './mqtt.ts';
import {
  compareRfidPass,
  confirmRfidPass,
  discardRfidPass,
  getRfidPass,
  listRfidParked,
  listRfidPasses,
  settleRfidTag,
} from './passes.ts';
import { listRfidReaders, makeRfidKey, saveRfidReader, sendRfidReads } from './readers.ts';

export const rfid_verbs: readonly ServerVerb[] = [
  listRfidReaders,
  saveRfidReader,
  makeRfidKey,
  sendRfidReads,
  listRfidPasses,
  getRfidPass,
  compareRfidPass,
  confirmRfidPass,
  discardRfidPass,
  listRfidParked,
  settleRfidTag,
];

export const rfid_loops = (config: Pick<Config, 'mqtt_url'>): Loop[] => [startLlrp, startRfidMqtt(config)];

export const rfid_constraints: Readonly<Record<string, string>> = {
  rfid_reader_no_key: 'integration.rfid_reader_taken',
};
