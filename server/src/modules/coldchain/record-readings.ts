import * as contract from '@tongcang/contract';
import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { definePreparedVerb, defineVerb } from '../../platform/use-case.ts';
import { knowDevice } from './device-keys.ts';
import { takeReadings } from './readings.ts';

export const recordReadings = defineVerb(
  contract.recordReadings,
  { permission: 'coldchain.record', audit: 'coldchain.record_readings', statement_timeout_ms: 30_000 },
  async ({ tx, actor, audit }, { readings }) => {
    const taken = await takeReadings(tx, readings, 'api', actor);
    const { recorded, known, differs, refused } = taken;
    const devices = [...new Set(readings.map((reading) => reading.device_no))].slice(0, 20);
    audit({
      entity: 'temperature_device',
      entity_id: devices[0]!,
      detail: { devices, recorded, known, differs, refused: refused.length },
    });
    return taken;
  },
);

/**
 * A device has no account: it is known by its number and key, and what it may do is to tell its own readings. They are
 * stored before the frame's transaction, because that one has the sight of a stranger.
 */
export const sendReadings = definePreparedVerb(
  contract.sendReadings,
  { permission: 'public', audit: 'coldchain.send_readings', idempotent: false, secrets: ['device_key'] },
  async ({ db }, { device_no, device_key, readings }) => {
    await knowDevice(db, device_no, device_key);
    const told = readings.map((reading) => ({ ...reading, device_no }));
    return db.tx(SYSTEM_SCOPE, (tx) => takeReadings(tx, told, 'device', null));
  },
  async (_context, _input, taken) => taken,
);
