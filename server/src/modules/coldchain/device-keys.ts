import type { Db } from '../../platform/db.ts';
import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { sha256 } from '../../platform/ids.ts';

/** The prefix lets secret scanners recognise a key that was left in a file. */
export const DEVICE_KEY_PREFIX = 'tcd_';

/** The one topic that a device may publish to. */
export const topicOf = (device_no: string): string => `tongcang/${device_no}/reading`;
/** The device of a topic; null where it is none. Numbers hold slashes, topics of ours end alike. */
export const deviceOfTopic = (topic: string): string | null =>
  /^tongcang\/(.+)\/reading$/.exec(topic)?.[1] ?? null;

/** Fails unless the key is the one of the device; a device that is retired or unknown has none. */
export async function knowDevice(db: Db, device_no: string, device_key: string): Promise<void> {
  if (!(await isDevice(db, device_no, device_key))) fail('coldchain.device_key_wrong');
}

/** Compared by the database as a hash, so that neither key nor timing tells anything. */
export async function isDevice(db: Db, device_no: string, device_key: string): Promise<boolean> {
  const rows = await db.tx(
    SYSTEM_SCOPE,
    (tx) =>
      tx.rows(`select 1 from coldchain.device where device_no = $1 and key_hash = $2 and status = 'active'`, [
        device_no,
        sha256(device_key),
      ]),
    { read_only: true },
  );
  return rows.length === 1;
}
