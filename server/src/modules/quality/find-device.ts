import { findDevice as contract, type OutputOf } from '@tongcang/contract';
import { parseGs1 } from '@tongcang/udi';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Device = OutputOf<typeof contract>;

/** Names only what a label says already; where goods stand is not told. */
export const findDevice = defineVerb(
  contract,
  { permission: 'quality.complain', audit: null },
  async ({ tx }, { code }): Promise<Device> => {
    const { today } = await tx.one<{ today: string }>(
      `select (now() at time zone 'Asia/Shanghai')::date as today`,
    );
    const read = parseGs1(code, { today });
    const gtin = read.ok ? (read.gtin ?? read.content_gtin ?? null) : null;
    const lot_no = read.ok ? (read.lot ?? null) : null;
    const serial_no = read.ok ? (read.serial ?? null) : null;
    const [device] = await tx.rows<Device>(
      `select i.item_id, i.item_code, i.name as item_name, coalesce(l.lot_id, s.lot_id) as lot_id,
         coalesce($2, l.lot_no, n.lot_no) as lot_no, coalesce($3, s.serial_no) as serial_no
       from masterdata.v_item i
       left join stock.v_lot l on l.item_id = i.item_id and l.lot_no = coalesce($2, $4)
       left join stock.v_serial s on s.item_id = i.item_id and s.serial_no = coalesce($3, $4)
       left join stock.v_lot n on n.item_id = i.item_id and n.lot_id = s.lot_id
       where case when $1::text is not null then i.udi_di = $1
         else i.item_code = $4 or l.lot_id is not null or s.serial_no is not null end
       order by i.item_code limit 1`,
      [gtin, lot_no, serial_no, code],
    );
    return device ?? fail('quality.device_not_found');
  },
);
