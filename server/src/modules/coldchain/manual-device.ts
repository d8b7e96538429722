import type { Tx } from '../../platform/db.ts';
import { insertDevice, openWatch } from './coldchain.write.ts';

/** The device that stands for the person who reads an area by hand: its readings are judged like those of any other. */
export async function deviceOfHand(
  tx: Tx,
  { area_id, area_code, warehouse_id }: { area_id: number; area_code: string; warehouse_id: number | null },
): Promise<string> {
  const [known] = await tx.rows<{ device_no: string }>(
    `select d.device_no from coldchain.watch w join coldchain.device d using (device_id)
     where w.area_id = $1 and w.to_at is null and d.kind = 'manual'`,
    [area_id],
  );
  if (known !== undefined) return known.device_no;
  // By the id, because a code may be given to another area later.
  const device_no = `HAND-${area_id}`;
  const device_id = await insertDevice(tx, {
    device_no,
    kind: 'manual',
    maker: '',
    model: area_code,
    warehouse_id,
    interval_seconds: 43_200,
    status: 'active',
  });
  await openWatch(tx, { device_id, area_id, position: '', from_at: null });
  return device_no;
}
