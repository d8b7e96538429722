import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockArea } from './areas.read.ts';
import { endWatch, openWatch } from './coldchain.write.ts';
import { lockDevice } from './devices.read.ts';
import { rulesNow } from './rules.ts';
import { secondsOf } from './series.model.ts';

export const placeDevice = defineVerb(
  contract.placeDevice,
  { permission: 'coldchain.manage', audit: 'coldchain.place_device' },
  async ({ tx, actor, audit }, { device_id, area_id, position, from_at }) => {
    const device = await lockDevice(tx, actor, 'coldchain.manage', device_id);
    if (area_id !== undefined) await lockArea(tx, actor, 'coldchain.manage', area_id);
    const { device_no, status, warehouse_id } = device;
    if (status === 'retired' && area_id !== undefined) fail('coldchain.device_retired', { device_no });
    const { now } = await rulesNow(tx);
    const at = from_at ?? now;
    if (secondsOf(at) > secondsOf(now) + 300) fail('coldchain.time_in_future', { at });
    await refuseOverlap(tx, device_id, device_no, at);
    await endWatch(tx, device_id, at);
    if (area_id !== undefined) await openWatch(tx, { device_id, area_id, position, from_at: at });
    audit({
      entity: 'temperature_device',
      entity_id: device_id,
      warehouse_id,
      detail: { device_no, area_id: area_id ?? null, position, from_at: at },
    });
    return { device_id, area_id: area_id ?? null, from_at: at };
  },
);

/** What it watched before ends now; what it watched later than `at` cannot be undone by that. */
async function refuseOverlap(tx: Tx, device_id: number, device_no: string, at: string): Promise<void> {
  const [later] = await tx.rows<{ area_code: string }>(
    `select a.area_code from coldchain.watch w join coldchain.area a using (area_id)
     where w.device_id = $1 and (w.from_at > $2::timestamptz or w.to_at > $2::timestamptz) limit 1`,
    [device_id, at],
  );
  if (later !== undefined) fail('coldchain.watch_overlaps', { device_no, area_code: later.area_code });
}
