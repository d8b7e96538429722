import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { ids } from '../../platform/ids.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf, requireWarehouse } from '../masterdata/index.ts';
import { requireHere } from './areas.read.ts';
import { insertDevice, saveKey, updateDevice } from './coldchain.write.ts';
import { DEVICE_KEY_PREFIX, topicOf } from './device-keys.ts';
import { listedDevices, lockDevice } from './devices.read.ts';
import { rulesNow } from './rules.ts';

export const listDevices = defineVerb(
  contract.listTempDevices,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }, input) => {
    const { today } = await rulesNow(tx);
    const rows = await listedDevices(tx, today, input);
    return { rows, next: nextOf(rows, 'device_id', input.limit) };
  },
);

/** Known by the number on it, so that a device that is installed anew stays the one with its readings. */
export const saveDevice = defineVerb(
  contract.saveTempDevice,
  { permission: 'coldchain.manage', audit: 'coldchain.save_device' },
  async ({ tx, actor, audit }, input) => {
    const warehouse_id = input.warehouse_id ?? null;
    if (warehouse_id === null) requireHere(actor, 'coldchain.manage', null);
    else {
      requireAt(actor, 'coldchain.manage', warehouse_id);
      await requireWarehouse(tx, warehouse_id);
    }
    const [known] = await tx.rows<{ device_id: number }>(
      'select device_id from coldchain.device where device_no = $1',
      [input.device_no],
    );
    const before =
      known === undefined ? null : await lockDevice(tx, actor, 'coldchain.manage', known.device_id);
    const device = { ...input, warehouse_id };
    const device_id =
      before === null ? await insertDevice(tx, device) : await updateDevice(tx, before.device_id, device);
    audit({
      entity: 'temperature_device',
      entity_id: device_id,
      warehouse_id,
      detail: { before, after: input },
    });
    return { device_id };
  },
);

/** The answer holds the key and is therefore not stored. */
export const makeKey = defineVerb(
  contract.makeDeviceKey,
  { permission: 'coldchain.manage', audit: 'coldchain.make_device_key', idempotent: false },
  async ({ tx, actor, audit }, { device_id }) => {
    const { device_no, status, warehouse_id } = await lockDevice(tx, actor, 'coldchain.manage', device_id);
    if (status === 'retired') fail('coldchain.device_retired', { device_no });
    const device_key = `${DEVICE_KEY_PREFIX}${ids.token()}`;
    await saveKey(tx, device_id, device_key);
    audit({ entity: 'temperature_device', entity_id: device_id, warehouse_id, detail: { device_no } });
    return { device_no, device_key, topic: topicOf(device_no) };
  },
);
